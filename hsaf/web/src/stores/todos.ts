/** What waits for the user, as `/api/todos` tells it. */

import type { RouteLocationRaw } from 'vue-router'

export interface Todo {
  kind: string
  ref: string
  page: string
  page_name: string
  title: string
  from_name: string
  step: string
  at: string
  done_at: string
}

export interface Todos {
  rows: Todo[]
  total: number
  page: number
  size: number
  counts: Record<string, number>
}

export const KINDS: Record<string, string> = { task: '申请审批', review: '信息审核', item: '其他' }

/** Where it is done, opened at once. */
export const linkTo = (page: string, ref: string): RouteLocationRaw => ({
  name: 'function',
  params: { code: page },
  query: ref ? { id: ref } : {},
})
