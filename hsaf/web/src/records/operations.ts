/** Which operations a page offers where, and how one is sent. */

import { download, get, send, type Query } from '@/api/http'
import type { Field, Operation, Page, RecordRow, Row, Values } from '@/api/types'

/** Operations with a place of their own on the page. */
const BUILT_IN = new Set([
  'query', 'detail', 'history', 'children', 'file', 'template', 'import', 'check_import', 'imports', 'undo_import', 'export',
  'panel', 'rows',
  'print_many', 'prints', 'check_print',
])

/** Events that many selected records can go through one after another. */
const BULK = new Set(['submit', 'review1', 'review2', 'withdraw', 'void', 'publish'])

/** Done after what it belongs to; shown in colours of their own. */
export const DANGEROUS = new Set(['void', 'discard', 'rollback', 'return'])

export function operationOf(page: Page, code: string): Operation | undefined {
  return page.operations.find((operation) => operation.code === code)
}

/** Whether a page shows maintained records: their lists are asked and their forms filled in by their fields. */
export function ofRecords(page: Page): boolean {
  return page.operations.some((operation) => operation.path.endsWith('/{id}')) || /_record$/.test(page.kind)
}

export function placed(page: Page, place: Operation['place']): Operation[] {
  return page.operations.filter(
    (operation) => placeOf(operation) === place && !BUILT_IN.has(operation.code) && !isFigure(operation),
  )
}

/** Numbers that the workbench shows; on a page of their own they would say nothing. */
function isFigure(operation: Operation): boolean {
  return operation.place === 'page' && operation.method === 'GET' && operation.output === 'row' && !operation.input.length
}

export function bulkOf(page: Page): Operation[] {
  const steps = ofRecords(page) ? placed(page, 'row').filter((operation) => BULK.has(operation.code)) : []
  return [...steps, ...placed(page, 'bulk')]
}

/** What is done to a record belongs to its row, wherever it was declared. */
function placeOf(operation: Operation): Operation['place'] {
  return operation.path.includes('{id}') ? 'row' : operation.place
}

/** Whether the state of a row lets an operation happen. */
export function open(operation: Operation, row: Row): boolean {
  if (!operation.event) return true
  const may = (row as RecordRow).may ?? []
  // Going on with a draft is `save` to the server and the same form to the user.
  return may.includes(operation.event) || may.includes(operation.code) || (operation.code === 'edit' && may.includes('save'))
}

export function pathOf(operation: Operation, row?: Row): string {
  return operation.path.replace('{id}', encodeURIComponent(String(row?.id ?? '')))
}

/** What a row already says about the inputs of an operation: by code, else by label. */
export function prefilled(page: Page, operation: Operation, row?: Row): Values {
  const values: Values = {}
  for (const field of operation.input) {
    const source = row && (field.code in row ? field.code : page.fields.find((one) => one.label === field.label)?.code)
    const known = source && row ? row[source] : undefined
    values[field.code] = (known as Values[string] | undefined) ?? initial(field)
  }
  return values
}

/** A declared default as its input takes it. */
function initial(field: Field): Values[string] {
  return field.type === 'flag' && field.default ? ['1', 'true'].includes(field.default) : (field.default ?? '')
}

export function run<T>(operation: Operation, row: Row | undefined, values: Values): Promise<T> {
  const path = pathOf(operation, row)
  // Of a record: what the user saw of it.
  const version = operation.event && row && 'version_no' in row ? { version: (row as RecordRow).version } : {}
  if (operation.output === 'file') return download(path, operation.method, operation.method === 'GET' ? undefined : values) as Promise<T>
  if (operation.method === 'GET') return get<T>(path, asQuery(values))
  return send<T>(operation.method, path, { ...filled(values), ...version })
}

export function asQuery(values: Values): Query {
  return Object.fromEntries(Object.entries(filled(values)).map(([code, value]) => [code, String(value)]))
}

function filled(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '' && value !== null))
}
