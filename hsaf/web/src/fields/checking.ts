/** The checks a form can make before the server makes all of them. */

import type { ApiError } from '@/api/http'
import type { Field, Values } from '@/api/types'

const NUMBERS: Record<string, [RegExp, string]> = {
  int: [/^[+-]?\d{1,15}$/, '应为整数'],
  money: [/^-?\d{1,13}(\.\d{1,2})?$/, '应为金额，最多两位小数'],
  decimal: [/^-?\d+(\.\d+)?$/, '应为数字'],
  ratio: [/^(0(\.\d{1,4})?|1(\.0{1,4})?)$/, '应为 0 至 1 的数，最多四位小数'],
}

export type Findings = Record<string, string>

export function check(fields: Field[], values: Values): Findings {
  const found = fields.map((field): [string, string] => [field.code, finding(field, values[field.code])])
  return Object.fromEntries(found.filter(([, text]) => text))
}

export function finding(field: Field, value: unknown): string {
  const text = typeof value === 'string' ? value.trim() : value === null || value === undefined ? '' : String(value)
  if (!text) return field.required && field.type !== 'flag' ? `请填写${field.label}` : ''
  const [form, wanted] = NUMBERS[field.type] ?? []
  if (form && !form.test(text)) return `${field.label}${wanted}`
  if (form && beyond(field, Number(text))) return `${field.label}${bounds(field)}`
  if (field.length && text.length > field.length) return `${field.label}不能超过 ${field.length} 个字`
  // A masked value goes back as it came and is left as it is.
  const masked = field.mask && text.includes('*')
  return field.pattern && !masked && !matches(field.pattern, text) ? `${field.label}格式不对` : ''
}

function beyond({ least, most }: Field, value: number): boolean {
  return (least !== null && value < Number(least)) || (most !== null && value > Number(most))
}

function bounds({ least, most }: Field): string {
  if (least !== null && most !== null) return `应在 ${least} 和 ${most} 之间`
  return least !== null ? `不能小于 ${least}` : `不能大于 ${most}`
}

/** What the server found, by field. */
export function findings(error: ApiError): Findings {
  const named = error.problems.filter((problem) => problem.field)
  if (named.length) return Object.fromEntries(named.map((problem) => [problem.field, `${problem.label}${problem.message}`]))
  return error.field ? { [error.field]: error.message } : {}
}

/** A pattern of the server that this browser cannot read is left to the server. */
function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text)
  } catch {
    return true
  }
}
