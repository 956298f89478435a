/** A draft of a wizard as this page holds it; the server keeps it, by version. */

import type { Field, Operation, Page, Values, WizardStep } from '@/api/types'
import { get, newKey, send } from '@/api/http'
import { operationOf } from '@/records/operations'

export interface Sheet {
  title: string
  about: string
  shown: {
    facts?: string[][]
    tables?: { title: string; head: string[]; rows: string[][]; right: number[] }[]
  }
}

export interface Kept {
  draft_id: string
  title: string
  step: string
  version: number
  updated_at: string
}

/** Fields of all steps, and for each table its rows. */
export type Filled = Record<string, Values[string] | Values[]>

interface Saved {
  draft_id: string
  version: number
  step: string
  facts: string[][]
}

interface Answer<T> {
  row: T
}

export function useDrafts(page: Page) {
  const steps = page.wizard?.steps ?? []
  const at = (code: string): Operation => operationOf(page, code)!
  const path = (code: string, id = ''): string => at(code).path.replace('{id}', encodeURIComponent(id))

  return {
    steps,
    offered: !!operationOf(page, 'finish'),
    /** What something entered before was filled in with. */
    resume: async (id: string): Promise<Filled> =>
      (await get<Answer<{ values: Filled }>>(path('resume', id))).row.values,
    list: async (): Promise<Kept[]> => (await get<{ rows: Kept[] }>(path('drafts'))).rows,
    open: async (id: string) => (await get<Answer<Kept & { values: Filled }>>(path('draft', id))).row,
    save: async (draft: Kept | null, step: string, values: Filled, checked: boolean): Promise<Saved> => {
      const said = { step, checked, values }
      if (!draft) return (await send<Answer<Saved>>('POST', path('begin'), said)).row
      return (await send<Answer<Saved>>('PUT', path('save', draft.draft_id), { ...said, version: draft.version })).row
    },
    discard: (draft: Kept) => send('POST', path('discard', draft.draft_id), { version: draft.version }),
    preview: async (draft: Kept): Promise<Sheet> =>
      (await send<Answer<Sheet>>('POST', path('preview', draft.draft_id), { version: draft.version })).row,
    finish: async (draft: Kept): Promise<Sheet> =>
      (await send<Answer<Sheet>>('POST', path('finish', draft.draft_id), { version: draft.version }, newKey())).row,
  }
}

/** A step with nothing filled in yet: declared defaults, and for tables what they cannot do without. */
export function blank(steps: WizardStep[]): Filled {
  const filled: Filled = {}
  for (const step of steps) {
    for (const field of step.input) filled[field.code] = field.default ?? ''
    for (const rows of step.rows) filled[rows.code] = Array.from({ length: rows.least }, () => emptyRow(rows.field))
  }
  return filled
}

/** What was kept, and blanks for the rest: tables without rows were kept empty. */
export function resumed(steps: WizardStep[], kept: Filled): Filled {
  const filled = { ...blank(steps), ...kept }
  for (const rows of steps.flatMap((step) => step.rows)) {
    const given = (kept[rows.code] ?? []) as Values[]
    const missing = Array.from({ length: Math.max(0, rows.least - given.length) }, () => emptyRow(rows.field))
    filled[rows.code] = [...given, ...missing]
  }
  return filled
}

export function emptyRow(fields: Field[]): Values {
  return Object.fromEntries(fields.map((field) => [field.code, field.default ?? '']))
}

/** Rows with nothing in them are not sent. */
export function tidy(steps: WizardStep[], filled: Filled): Filled {
  const tidied = { ...filled }
  for (const rows of steps.flatMap((step) => step.rows)) {
    const given = (filled[rows.code] ?? []) as Values[]
    tidied[rows.code] = given.filter((row) => Object.values(row).some((value) => value !== '' && value !== null))
  }
  return tidied
}
