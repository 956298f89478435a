/** The rows of a page: asked for, sorted, turned over, selected. */

import { computed, reactive, ref } from 'vue'
import { get } from '@/api/http'
import type { Field, Found, Page, Row, Values } from '@/api/types'
import { fieldsOf, PENDING, STATE } from '@/fields/standing'
import { useLatest } from '@/parts/latest'
import { asQuery, ofRecords as showsRecords, operationOf, pathOf } from '@/records/operations'
import { kept } from '@/stores/settings'

export function useListing(page: Page) {
  const query = operationOf(page, 'query')
  const ofRecords = showsRecords(page)
  const pages = query?.output === 'page'

  const filters: Field[] = ofRecords ? recordFilters(page) : (query?.input ?? [])
  const columns: Field[] = recordColumns(page)
  const hidden = kept<string[]>(`columns.${page.code}`, [])
  const visible = computed(() => columns.filter((field) => !hidden.value.includes(field.code)))

  const size = kept('page.size', 20)
  const asked = ref<Values>(ofRecords ? {} : defaults(filters))
  const sort = ref('')
  const at = ref(1)
  const found = reactive<Found>({ rows: [], total: 0, page: 1, size: 20, more: false })
  const { busy, problem, show } = useLatest(found)
  const touched = ref(false)

  async function load(): Promise<void> {
    if (!query) return
    await show(async () => {
      const paging = pages ? { page: at.value, size: size.value, ...(sort.value ? { sort: sort.value } : {}) } : {}
      const answer = rowsOf(await get<Found | Single>(pathOf(query), { ...asQuery(asked.value), ...paging }))
      touched.value = true
      return Object.assign({ more: false, total: answer.rows.length }, answer)
    })
  }

  function search(): Promise<void> {
    at.value = 1
    return load()
  }

  function sortBy(code: string, order: 'ascending' | 'descending' | null): void {
    sort.value = order ? `${order === 'descending' ? '-' : ''}${code}` : ''
    void search()
  }

  /** What a query cannot do without; a record's required fields are no required filters. */
  const required = ofRecords ? [] : filters.filter((field) => field.required)

  return {
    query, ofRecords, pages, filters, columns, hidden, visible, size, asked, sort, at, found, busy, touched, problem, required,
    load, search, sortBy,
  }
}

interface Single {
  row: Row | null
}

function rowsOf(answer: Found | Single): Found {
  if ('rows' in answer) return answer
  const rows = answer.row ? [answer.row] : []
  return { rows, total: rows.length, page: 1, size: rows.length }
}

function defaults(fields: Field[]): Values {
  return Object.fromEntries(fields.filter((field) => field.default).map((field) => [field.code, field.default]))
}

function recordFilters(page: Page): Field[] {
  const own = fieldsOf(page, page.filter)
  if (!page.reviewed) return own
  return [...own, ...[STATE, PENDING].filter((one) => !page.filter.includes(one.code))]
}

function recordColumns(page: Page): Field[] {
  const codes = page.list.length ? page.list : page.fields.map((field) => field.code)
  const standing = page.reviewed ? [STATE, PENDING].filter((one) => !codes.includes(one.code)) : []
  return [...fieldsOf(page, codes), ...standing]
}

/** A record's state, and no field of a function that happens to be called so. */
export function stateful(field: Field): boolean {
  return field === STATE || field === PENDING
}

export function totalOf(found: Found<Row>): string {
  return found.more ? `超过 ${found.total} 条` : `共 ${found.total} 条`
}
