/** What the cards of the workbench share. */

import type { RouteLocationRaw } from 'vue-router'
import { get, type Query } from '@/api/http'
import type { Found, Row } from '@/api/types'
import { useSession } from '@/stores/session'

/** Rows of a card; all of them are on the page of its function. */
export const SHOWN = 6

export const toPage = (page: string) => ({ name: 'function', params: { code: page } }) satisfies RouteLocationRaw

/** What a card shows; a center that is away leaves its card empty and the workbench whole. */
export async function rowsOf(page: string, query: Query): Promise<Row[]> {
  if (!useSession().byPage.has(page)) return []
  const path = `/api/f/${page.replace('.', '/')}`
  return get<Found>(path, { ...query, page: 1, size: SHOWN }).then(
    (found) => found.rows,
    () => [],
  )
}
