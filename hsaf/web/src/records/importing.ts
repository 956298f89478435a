/** What an import says: of a check, of itself when it ends, of those before it. */

import type { Operation, Page, Row, Values } from '@/api/types'
import { upload } from '@/api/http'
import { pathOf } from '@/records/operations'

export interface Previewed {
  line: number
  values: Values
  problems: { field: string; label: string; reason: string }[]
}

export interface Judged {
  total: number
  bad: number
  errors: string
  first: Previewed[]
  wrong: Previewed[]
}

export interface Imported {
  total: number
  imported: number
  bad: number
  batch: string
  errors: string
  refused: string
}

export interface Past extends Row {
  job: string
  at: string
  by: string
  mine: boolean
  mode: string
  state: string
  total: number
  imported: number
  bad: number
  errors: string
  reason: string
  undoable: boolean
}

type Tone = 'primary' | 'success' | 'warning' | 'danger' | 'info'

export const PAST_STATES: Record<string, [string, Tone]> = {
  queued: ['排队中', 'info'],
  running: ['进行中', 'primary'],
  done: ['已导入', 'success'],
  nothing: ['未导入', 'warning'],
  failed: ['失败', 'danger'],
  cancelled: ['已取消', 'info'],
  undone: ['已撤销', 'info'],
}

export const MODES: [string, string][] = [
  ['all', '全部正确才导入'],
  ['valid', '只导入正确的行'],
]

/** Sends a file to an operation that makes a job of it; the job's id. */
export async function order(operation: Operation, file: File, said: Record<string, string> = {}): Promise<string> {
  const form = new FormData()
  form.append('file', file)
  for (const [name, text] of Object.entries(said)) form.append(name, text)
  return (await upload<{ job: string }>(pathOf(operation), form)).job
}

export function saidOf(page: Page, mode: string, submit: boolean): Record<string, string> {
  return page.reviewed ? { mode, submit: submit ? '1' : '0' } : { mode }
}
