/** Conditions that all panels share: as the filter bar holds them, as the address and the server say them. */

import type { LocationQuery, LocationQueryRaw } from 'vue-router'
import type { Query } from '@/api/http'
import type { Field, Page, Values } from '@/api/types'

export const conditionsOf = (page: Page): Field[] => page.filter.map((code) => page.fields.find((field) => field.code === code)).filter((field) => !!field)

const TIMES = new Set<Field['type']>(['date', 'datetime'])

/** Names of a condition: in the filter bar, and to the server. */
function namesOf(field: Field): [string, string][] {
  if (!TIMES.has(field.type)) return [[field.code, field.code]]
  return [[`${field.code}.from`, `${field.code}_from`], [`${field.code}.to`, `${field.code}_to`]]
}

export function filtersFrom(fields: Field[], query: LocationQuery): Query {
  const names = fields.flatMap(namesOf).map(([, name]) => name)
  return Object.fromEntries(names.filter((name) => query[name]).map((name) => [name, String(query[name])]))
}

export function askedFrom(fields: Field[], query: LocationQuery | Record<string, string>): Values {
  return Object.fromEntries(fields.flatMap(namesOf).map(([bar, name]) => [bar, query[name] ? String(query[name]) : '']))
}

export function written(fields: Field[], asked: Values): LocationQueryRaw {
  const given = fields.flatMap(namesOf).filter(([bar]) => asked[bar] !== '' && asked[bar] !== null && asked[bar] !== undefined)
  return Object.fromEntries(given.map(([bar, name]) => [name, String(asked[bar])]))
}

/** What is asked at the first visit: declared defaults; where figures are compared, this year up to now. */
export function startOf(page: Page): Record<string, string> {
  const fields = conditionsOf(page)
  const given = fields.filter((field) => field.default).map((field) => [namesOf(field)[0][1], field.default])
  const time = fields.find((field) => TIMES.has(field.type) && !field.default)
  const compared = time && page.panels?.some((panel) => panel.compare)
  return Object.fromEntries(compared ? [...thisYear(time), ...given] : given)
}

function thisYear(field: Field): [string, string][] {
  const today = new Date().toLocaleDateString('sv-SE')
  const [from, to] = namesOf(field).map(([, name]) => name)
  return [[from, `${today.slice(0, 4)}-01-01`], [to, today]]
}

/** Whether figures are of a period, which has one before it. */
export function ofPeriod(fields: Field[], filters: Query): boolean {
  return fields.filter((field) => TIMES.has(field.type)).flatMap(namesOf).some(([, name]) => filters[name])
}
