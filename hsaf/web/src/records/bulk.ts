/** One operation on many rows, one after another, so that each is judged and kept by itself. */

import { reactive } from 'vue'
import { ApiError } from '@/api/http'
import type { Operation, Row, Values } from '@/api/types'
import { run } from '@/records/operations'

/** What became of one row; `message` says why it was refused and is empty when it was done. */
export interface Outcome {
  row: Row
  message: string
}

export interface Progress {
  name: string
  total: number
  outcomes: Outcome[]
}

export async function runAll(operation: Operation, rows: Row[], values: Values, progress: Progress): Promise<void> {
  for (const row of rows) progress.outcomes.push({ row, message: await refusalOf(operation, row, values) })
}

async function refusalOf(operation: Operation, row: Row, values: Values): Promise<string> {
  try {
    await run(operation, row, values)
    return ''
  } catch (error) {
    if (!(error instanceof ApiError) || error.status === 401) throw error
    return error.message
  }
}

export function progressOf(operation: Operation, rows: Row[]): Progress {
  return reactive({ name: operation.name, total: rows.length, outcomes: [] })
}
