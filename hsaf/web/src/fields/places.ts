/** Conditions as the filter bar shows them: one field, or the two ends of a range in one place. */

import type { Field } from '@/api/types'

export interface Place {
  field: Field
  label: string
  /** The other end, and what both are called among the values. */
  range?: { to: Field; codes: [string, string] }
}

const RANGED = new Set<Field['type']>(['int', 'money', 'ratio', 'date', 'datetime'])

/** `ranges`: numbers and times are asked for from–to under one code, as lists of records can. */
export function placesOf(fields: Field[], ranges: boolean): Place[] {
  if (ranges) return fields.map((field) => (RANGED.has(field.type) ? ranged(field) : single(field)))
  const last = new Set(fields.filter((field, at) => endsPair(fields[at - 1], field)))
  return fields.flatMap((field, at) => (last.has(field) ? [] : [last.has(fields[at + 1]) ? pair(field, fields[at + 1]) : single(field)]))
}

const single = (field: Field): Place => ({ field, label: field.label })

function ranged(field: Field): Place {
  const { code, label } = field
  return { field, label, range: { to: { ...field, label: `${label}止` }, codes: [`${code}.from`, `${code}.to`] } }
}

function pair(from: Field, to: Field): Place {
  return { field: from, label: from.label.slice(0, -1), range: { to, codes: [from.code, to.code] } }
}

/** Two conditions that are called the same but for 起 and 止. */
function endsPair(from: Field | undefined, to: Field): boolean {
  return !!from && RANGED.has(from.type) && from.type === to.type && to.label.endsWith('止') && from.label === `${to.label.slice(0, -1)}起`
}
