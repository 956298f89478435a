/** Values as people read them. */

import type { Field } from '@/api/types'
import { useReference } from '@/stores/reference'

const NUMBERS = new Set(['int', 'money', 'decimal', 'ratio'])

export const isNumber = (field: Field): boolean => NUMBERS.has(field.type)

export function shown(field: Field, value: unknown): string {
  if (value === null || value === undefined || value === '') return ''
  if (Array.isArray(value)) return value.map((one) => shown(field, one)).join('、')
  const reference = useReference()
  switch (field.type) {
    case 'dict':
      return (field.many ? String(value).split(',') : [String(value)])
        .map((code) => reference.choices(field).find((entry) => entry.value === code)?.label ?? code)
        .join('、')
    case 'area':
      return reference.areaName(String(value))
    case 'flag':
      return value ? '是' : '否'
    case 'money':
      return grouped(String(value))
    case 'text':
      return field.names ? named(field, String(value)) : String(value)
    default:
      return typeof value === 'object' ? JSON.stringify(value) : String(value)
  }
}

/** `14/M07800|2101` -> `门诊慢特病/M07800、普通住院`. */
function named(field: Field, codes: string): string {
  const entries = useReference().entriesOf(field.names)
  const label = (code: string): string => entries.find((entry) => entry.value === code)?.label ?? code
  return codes.split('|').map((one) => one.replace(/^[^/]*/, label)).join('、')
}

/** `1234567.50` -> `1,234,567.50`; on text, so no fen is ever lost. */
export function grouped(amount: string): string {
  const [whole, rest] = amount.split('.')
  const spaced = whole.replace(/\B(?=(\d{3})+$)/g, ',')
  return rest === undefined ? spaced : `${spaced}.${rest}`
}
