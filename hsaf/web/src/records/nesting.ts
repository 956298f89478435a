/** Rows below one another, asked for level by level. */

import type { InjectionKey } from 'vue'
import { get } from '@/api/http'
import type { Found, Page, Row, Tree } from '@/api/types'
import { operationOf, pathOf } from '@/records/operations'

export interface Branch extends Row {
  has_children: boolean
}

export interface Nesting extends Tree {
  /** What lies right below a key; the topmost rows below none. */
  below: (key: string) => Promise<Branch[]>
  /** What a row is called, where it was seen. */
  nameOf: (key: string) => string
}

/** Forms on a tree's page choose a row's place from it. */
export const NESTING: InjectionKey<Nesting> = Symbol('nesting')

export function nestingOf(page: Page): Nesting | null {
  const { tree } = page
  const children = operationOf(page, 'children')
  if (!tree || !children) return null
  const names = new Map<string, string>()

  async function below(key: string): Promise<Branch[]> {
    const { rows } = await get<Found<Branch>>(pathOf(children!), key ? { parent: key } : {})
    for (const row of rows) names.set(String(row[tree!.key]), String(row[tree!.title]))
    return rows
  }

  return { ...tree, below, nameOf: (key) => names.get(key) ?? key }
}
