/** Where a panel was drilled into, step by step; kept in the address so that it can be gone back to and passed on. */

import type { LocationQuery, LocationQueryRaw, LocationQueryValue } from 'vue-router'
import type { Query } from '@/api/http'
import type { Field, Panel, Row } from '@/api/types'
import { nameOf } from '@/statistics/figures'

/** A value of a dimension that the figures are narrowed to. */
export interface Within {
  dim: string
  value: string
  name: string
}

/** Of one click; a chart with series narrows by two dimensions at once, a single figure by none. */
export type Step = Within[]

/** Dimensions of the levels: the panel's own groups, then one after another. */
export function levels(panel: Panel): Field[][] {
  return [panel.group, ...panel.drill.map((field) => [field])]
}

/** What is grouped by after these steps; the last level stays when there is none below. */
export function groupAt(panel: Panel, steps: Step[]): Field[] {
  const all = levels(panel)
  return all[Math.min(steps.length, all.length - 1)]
}

/** Whether a click leads to the rows themselves. */
export const atEnd = (panel: Panel, steps: Step[]): boolean => steps.length >= panel.drill.length

export function stepOf(panel: Panel, steps: Step[], row: Row): Step {
  return groupAt(panel, steps).map((field) => ({ dim: field.code, value: String(row[field.code] ?? ''), name: nameOf(field, row) }))
}

/** As the server is asked; of a dimension drilled into twice the narrower value counts. */
export function withinOf(steps: Step[]): Record<string, string> {
  return Object.fromEntries(steps.flat().map(({ dim, value }) => [dim, value]))
}

export function withinQuery(steps: Step[]): Query {
  return Object.fromEntries(Object.entries(withinOf(steps)).map(([dim, value]) => [`within.${dim}`, value]))
}

/** What a step is called. */
export const titleOf = (step: Step): string => step.map((one) => one.name).join('、') || '分组'

/** The area that was drilled into last. */
export function areaOf(panel: Panel, steps: Step[]): string {
  const areas = new Set([...panel.group, ...panel.drill].filter((field) => field.type === 'area').map((field) => field.code))
  return steps.flat().findLast((one) => areas.has(one.dim))?.value ?? ''
}

const PREFIX = 'drill.'
/** The panel whose rows are shown. */
export const ROWS = 'rows'

const drillKey = (panel: string): string => PREFIX + panel
export const isDrill = (key: string): boolean => key.startsWith(PREFIX) || key === ROWS

/** `admdvs:990100:甲市`; the parts of one step have a comma between. */
const written = (steps: Step[]): string[] =>
  steps.map((step) => step.map((one) => [one.dim, one.value, one.name].map(escaped).join(':')).join(','))

/** A way drilled as the address says it; beyond the last groups are the rows. */
export function addressOf(panel: Panel, steps: Step[]): LocationQueryRaw {
  return { [drillKey(panel.code)]: written(steps), [ROWS]: steps.length > panel.drill.length ? panel.code : undefined }
}

export function stepsFrom(query: LocationQuery, panel: Panel): Step[] {
  const found: LocationQueryValue | LocationQueryValue[] | undefined = query[drillKey(panel.code)]
  const texts = (Array.isArray(found) ? found : [found]).filter((text) => text !== undefined && text !== null)
  return texts.map((text) => text.split(',').filter(Boolean).map(part))
}

function part(text: string): Within {
  const [dim = '', value = '', name = ''] = text.split(':').map(unescaped)
  return { dim, value, name: name || value }
}

const escaped = (text: string): string => text.replace(/[%:,]/g, encodeURIComponent)

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
