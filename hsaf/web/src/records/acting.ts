/** What happens when the user chooses an operation: at once, after a question, or through a form. */

import { ref, shallowRef } from 'vue'
import { useRouter } from 'vue-router'
import type { Operation, Page, Row, Values } from '@/api/types'
import type { Findings } from '@/fields/checking'
import { attempt, confirmed, done } from '@/parts/telling'
import { progressOf, runAll, type Progress } from '@/records/bulk'
import { useSession } from '@/stores/session'
import { linkTo } from '@/stores/todos'
import { ofRecords, open, operationOf, prefilled, run } from '@/records/operations'

export type Panel = 'detail' | 'form' | 'operation' | 'import' | 'export' | 'result' | 'bulk' | 'job'

interface Answer {
  row?: Row | null
  rows?: Row[]
  job?: string
}

/** Operations whose input is the record itself. */
const FORMS = new Set(['add', 'edit', 'copy'])

/** Signing on to another system: its address, and a ticket that is good once. */
function enter(row: Row): void {
  const address = new URL(String(row.url), location.href)
  address.searchParams.set('ticket', String(row.ticket))
  window.open(address, '_blank', 'noopener')
}

/** `given` is what the page around knows of the inputs, beside what a row says. */
export function useActing(page: Page, changed: () => Promise<void>, given: () => Values = () => ({})) {
  const router = useRouter()
  const session = useSession()
  const panel = ref<Panel | ''>('')
  const operation = shallowRef<Operation>()
  const row = shallowRef<Row>()
  const chosen = shallowRef<Row[]>([])
  const answer = shallowRef<Answer>({})
  const progress = shallowRef<Progress>()
  /** What is to be corrected in the record, by field. */
  const told = shallowRef<Findings>({})

  /** A second click while the first is under way does nothing. */
  let running = false

  function show(what: Panel, on?: Row): void {
    panel.value = what
    row.value = on
  }

  function close(): void {
    panel.value = ''
  }

  async function choose(wanted: Operation, on?: Row, wrong: Findings = {}): Promise<void> {
    operation.value = wanted
    told.value = wrong
    row.value = on
    chosen.value = []
    if (ofRecords(page) && FORMS.has(wanted.code)) return show('form', on ?? given())
    const values = known(wanted, on)
    if (asks(wanted, values)) return show('operation', on)
    if (running) return
    running = true
    if (!wanted.confirm || (await confirmed(wanted.confirm))) await attempt(() => act(values))
    running = false
  }

  /** Inputs of an operation before anything is filled in. */
  const known = (wanted: Operation, on?: Row): Values => prefilled(page, wanted, { ...given(), ...on })

  /** Whether the form has anything to ask: not for the one thing that the row itself says. */
  function asks(wanted: Operation, values: Values): boolean {
    if (!wanted.input.length) return false
    const known = wanted.input.every((field) => values[field.code] !== '' && values[field.code] !== null)
    return !known || (wanted.input.length > 1 && wanted.method !== 'GET')
  }

  async function chooseMany(wanted: Operation, rows: Row[]): Promise<void> {
    const fitting = rows.filter((one) => open(wanted, one))
    if (!fitting.length) return void done(`选中的记录都不能${wanted.name}`)
    operation.value = wanted
    row.value = undefined
    chosen.value = fitting
    if (wanted.input.length) return show('operation')
    if (await confirmed(`对选中的 ${fitting.length} 条记录${wanted.name}？`)) await attempt(() => actOnMany({}))
  }

  /** Raises what the server refuses. */
  async function act(values: Values): Promise<void> {
    const wanted = operation.value!
    if (chosen.value.length) return actOnMany(values)
    const said = (await run<Answer>(wanted, row.value, values)) ?? {}
    answer.value = said
    if (wanted.method !== 'GET') {
      done(`${wanted.name}成功`)
      await changed()
    }
    if (said.row?.ticket && said.row.url) enter(said.row)
    if (said.row?.page && session.byPage.has(String(said.row.page))) {
      close()
      return void (await router.push(linkTo(String(said.row.page), String(said.row.ref ?? ''))))
    }
    if (said.job) show('job')
    else if ((wanted.method === 'GET' && wanted.output !== 'file') || tells(said)) show('result')
    else close()
  }

  /** Whether the answer says what the page does not: a row a new password, a page without a list its rows. */
  function tells(said: Answer): boolean {
    if (said.rows) return !operationOf(page, 'query')
    if (!row.value || !said.row || said.row.ticket) return false
    const fresh = page.fields.filter((field) => said.row![field.code] && !row.value![field.code])
    return !ofRecords(page) && fresh.length > 0
  }

  async function actOnMany(values: Values): Promise<void> {
    progress.value = progressOf(operation.value!, chosen.value)
    show('bulk')
    await runAll(operation.value!, chosen.value, values, progress.value)
    await changed()
  }

  return { panel, operation, row, chosen, answer, progress, told, show, close, choose, chooseMany, act, known }
}
