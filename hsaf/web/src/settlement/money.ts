/** Whole fen as people read them. */

import { grouped } from '@/fields/showing'

export function yuan(fen: number): string {
  const digits = String(Math.abs(fen)).padStart(3, '0')
  return grouped(`${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`)
}

/** Quantity by price in fen, half up; on whole numbers, so that nothing is lost. `null` while it is no number yet. */
export function product(cnt: string, pric: string): number | null {
  const left = scaled(cnt, 4)
  const right = scaled(pric, 6)
  if (left === null || right === null) return null
  const unit = 10n ** 8n
  return Number((left * right + unit / 2n) / unit)
}

function scaled(text: string, places: number): bigint | null {
  const found = /^(\d{1,9})(?:\.(\d+))?$/.exec(text.trim())
  if (!found || (found[2] ?? '').length > places) return null
  return BigInt(found[1] + (found[2] ?? '').padEnd(places, '0'))
}
