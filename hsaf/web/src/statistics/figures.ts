/** Figures as people read them: scaled at a glance, in full in tables and tips. */

import type { Field, Row } from '@/api/types'
import { grouped, shown } from '@/fields/showing'

/** What large figures are divided by, and the word for it. */
export interface Scale {
  by: number
  word: string
}

const YI = 1e8
const WAN = 1e4
const UNITS: Partial<Record<Field['type'], string>> = { money: '元', ratio: '%' }

export const unitOf = (field: Field): string => UNITS[field.type] ?? ''

/** Yuan as a number and a ratio as percent, for drawing only. */
export function drawn(field: Field, value: unknown): number | null {
  if (value === null || value === undefined || value === '') return null
  const number = Number(value)
  return field.type === 'ratio' ? number * 100 : number
}

/** One scale for all figures of an axis. */
export function scaleOf(field: Field, values: (number | null)[]): Scale {
  const most = Math.max(0, ...values.map((value) => Math.abs(value ?? 0)))
  if (field.type === 'ratio' || most < WAN) return { by: 1, word: unitOf(field) }
  return most < YI ? { by: WAN, word: `万${unitOf(field)}` } : { by: YI, word: `亿${unitOf(field)}` }
}

/** `1,234.50`; without its unit, which stands in the head of the column. */
export function full(field: Field, value: unknown): string {
  const number = drawn(field, value)
  if (number === null) return '—'
  if (field.type === 'ratio') return number.toFixed(2)
  return field.type === 'money' && typeof value !== 'string' ? grouped(number.toFixed(2)) : grouped(String(value))
}

export const fullWithUnit = (field: Field, value: unknown): string => `${full(field, value)}${unitOf(field)}`

/** The shortest that is still telling: `1.23` of `亿元`. */
export function brief(field: Field, value: unknown): { text: string; unit: string } {
  const number = drawn(field, value)
  if (number === null) return { text: '—', unit: '' }
  const { by, word } = scaleOf(field, [number])
  if (by === 1) return { text: full(field, value), unit: unitOf(field) }
  return { text: grouped((number / by).toFixed(2)), unit: word }
}

export interface Change {
  text: string
  direction: 'up' | 'down' | 'same'
}

/** Against the period before; of ratios the difference in percentage points. Nothing where there is nothing before. */
export function changeOf(field: Field, row: Row): Change | null {
  const now = drawn(field, row[field.code])
  const before = drawn(field, row[`${field.code}__before`])
  if (now === null || before === null) return null
  if (field.type === 'ratio') return told(now - before, '个百分点')
  return before === 0 ? null : told(((now - before) / Math.abs(before)) * 100, '%')
}

function told(by: number, word: string): Change {
  const text = Math.abs(by).toFixed(1)
  if (text === '0.0') return { text: '持平', direction: 'same' }
  return { text: `${by > 0 ? '+' : '−'}${text}${word}`, direction: by > 0 ? 'up' : 'down' }
}

/** Words for the period before, by what a panel compares with. */
export function beforeWords(compare: string): { before: string; change: string } {
  return compare === 'year' ? { before: '上年同期', change: '同比' } : { before: '上期', change: '环比' }
}

/** What a row is called in one dimension. */
export function nameOf(dimension: Field, row: Row): string {
  return String(row[`${dimension.code}__name`] ?? '') || shown(dimension, row[dimension.code]) || '未填写'
}
