/** One way to the server: session cookie, CSRF header, idempotency key, and refusals as {@link ApiError}. */

export interface Problem {
  field: string
  label: string
  message: string
}

/** A refusal, or a failure to reach the server. `message` is Chinese and says what to do. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly code = '',
    readonly number = 0,
    readonly traceId = '',
    readonly field = '',
    readonly problems: Problem[] = [],
  ) {
    super(message)
  }

  /** What support needs to find it in the logs. */
  get reference(): string {
    const parts = [this.number ? `编号 E${this.number}` : '', this.traceId ? `追踪号 ${this.traceId}` : '']
    return parts.filter(Boolean).join('　')
  }
}

export type Query = Record<string, string | number>

const OFFLINE = '连接不上服务器，请检查网络后重试'
const UNREADABLE = '服务器的应答无法识别，请稍后重试'
const RETRIES = 2

/** Keys of writes of which no answer came, by what was sent: who soon sends the same again means the same. */
const unsettled = new Map<string, string>()
const SOON = 120_000

let csrf = ''
let signedOut: () => void = () => {}

/** What mutating requests carry from now on. */
export function useCsrf(value: string): void {
  csrf = value
}

/** Called when the server no longer knows the session. */
export function onSignedOut(handler: () => void): void {
  signedOut = handler
}

export function get<T>(path: string, query: Query = {}): Promise<T> {
  return json<T>('GET', withQuery(path, query))
}

/** `once` is an idempotency key of the caller's own: what is sent under it again is done once. */
export function send<T>(method: string, path: string, body: unknown = {}, once = ''): Promise<T> {
  const headers = { 'Content-Type': 'application/json', ...(once ? { 'Idempotency-Key': once } : {}) }
  return json<T>(method, path, JSON.stringify(body), headers)
}

/** A form with a file; the browser sets the boundary. */
export function upload<T>(path: string, form: FormData): Promise<T> {
  return json<T>('POST', path, form)
}

/** Fetch a file and hand it to the browser under its own name. */
export async function download(path: string, method = 'GET', body?: unknown): Promise<void> {
  const { content, name } = await fetched(path, method, body)
  keep(content, name)
}

/** A file and its name. */
export async function fetched(path: string, method = 'GET', body?: unknown): Promise<{ content: Blob; name: string }> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const response = await request(method, path, text, text ? { 'Content-Type': 'application/json' } : {})
  return { content: await response.blob(), name: nameOf(response) }
}

async function json<T>(method: string, path: string, body?: BodyInit, headers: HeadersInit = {}): Promise<T> {
  const response = await request(method, path, body, headers)
  try {
    return (await response.json()) as T
  } catch {
    throw new ApiError(response.status, UNREADABLE)
  }
}

/** Sends once, and again while the server is busy: a write under the same key, so it is done once. */
async function request(method: string, path: string, body?: BodyInit, headers: HeadersInit = {}): Promise<Response> {
  const sent = new Headers(headers)
  const same = typeof body === 'string' ? `${method} ${path} ${body}` : ''
  if (method !== 'GET') {
    sent.set('X-HSAF-CSRF', csrf)
    if (!sent.has('Idempotency-Key')) sent.set('Idempotency-Key', unsettled.get(same) ?? newKey())
  }
  for (let attempt = 0; ; attempt++) {
    if (method !== 'GET' && same) hold(same, sent.get('Idempotency-Key')!)
    const response = await reach(path, { method, body, headers: sent, credentials: 'same-origin' })
    unsettled.delete(same)
    if (response.ok) return response
    if (response.status === 503 && attempt < RETRIES) {
      await pause(Number(response.headers.get('Retry-After') ?? 1) * 1000)
      continue
    }
    throw await refusal(path, response)
  }
}

function hold(same: string, key: string): void {
  unsettled.set(same, key)
  setTimeout(() => unsettled.get(same) === key && unsettled.delete(same), SOON)
}

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch {
    throw new ApiError(0, OFFLINE)
  }
}

async function refusal(path: string, response: Response): Promise<ApiError> {
  const said = await response.json().catch(() => ({}))
  if (response.status === 401 && path !== '/api/session') signedOut()
  return new ApiError(
    response.status,
    said.message || UNREADABLE,
    said.code,
    said.number,
    said.trace_id || (response.headers.get('X-Trace-Id') ?? ''),
    said.field,
    said.problems ?? [],
  )
}

export function withQuery(path: string, query: Query): string {
  const text = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)])).toString()
  return text ? `${path}?${text}` : path
}

/** Random; `crypto.randomUUID` needs HTTPS, which a site's internal network may not have. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function nameOf(response: Response): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1]
  return encoded ? decodeURIComponent(encoded) : '下载'
}

/** As a file on the user's computer. */
export function keep(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
