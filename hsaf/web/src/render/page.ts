/** Pages as the server describes them, and the one that is open, for what is shown deep inside it. */

import type { InjectionKey, ShallowRef } from 'vue'
import { get } from '@/api/http'
import type { Field, Page } from '@/api/types'
import { useReference } from '@/stores/reference'

export const PAGE: InjectionKey<ShallowRef<Page | undefined>> = Symbol('page')

/** A function's page with the dictionaries that showing it takes. */
export async function askPage(code: string): Promise<Page> {
  const found = await get<Page>(`/api/pages/${encodeURIComponent(code)}`)
  await useReference().need(fieldsIn(found))
  return found
}

/** Every field of a page, wherever it is shown. */
function fieldsIn(page: Page): Field[] {
  const panels = (page.panels ?? []).flatMap((panel) => [...panel.group, ...panel.drill])
  const inputs = page.operations.flatMap((operation) => operation.input)
  const steps = (page.wizard?.steps ?? []).flatMap((step) => [...step.input, ...step.rows.flatMap((rows) => rows.field)])
  return [...page.fields, ...inputs, ...steps, ...panels, ...Object.values(page.details ?? {}).flat()]
}
