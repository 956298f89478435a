/** What the server says about pages, records and jobs; the same words as `/api/openapi.json`. */

export type FieldType =
  | 'text' | 'longtext' | 'int' | 'money' | 'decimal' | 'ratio' | 'date' | 'datetime'
  | 'dict' | 'area' | 'org' | 'flag' | 'file' | 'person'

export interface Field {
  code: string
  label: string
  type: FieldType
  length: number
  dict: string
  options: [string, string][]
  /** What the code it holds is found by name in; empty: nothing. */
  pick: string
  names: string
  required: boolean
  mask: string
  filter: boolean
  list: boolean
  form: boolean
  sortable: boolean
  pattern: string
  /** Bounds of a number, as text; of money in yuan. */
  least: string | null
  most: string | null
  default: string
  frozen: boolean
  many: boolean
  help: string
}

export type Place = 'row' | 'table' | 'bulk' | 'page'
export type Output = 'none' | 'row' | 'rows' | 'page' | 'file' | 'job'

export interface Operation {
  code: string
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  place: Place
  confirm: string
  input: Field[]
  output: Output
  permission: string
  /** What a row's `may` must list for it to be offered; empty: always. */
  event: string
  uploads: boolean
}

/** Fields of a tree: what tells rows apart, what names the row above, what people call a row. */
export interface Tree {
  key: string
  parent: string
  title: string
}

/** A chart of figures with the table under it; a click narrows to a group and groups by the next field of `drill`. */
export interface Panel {
  code: string
  title: string
  chart: 'figure' | 'line' | 'bar' | 'pie' | 'map' | 'table'
  dataset: string
  group: Field[]
  measures: Field[]
  drill: Field[]
  /** The earlier period that `<measure>__before` is of: `year`, `month` or empty. */
  compare: string
}

export interface Figures {
  rows: Row[]
  total: Row
  /** Time of the figures. */
  until: string
}

/** A table that a step of a wizard fills in. */
export interface Rows {
  code: string
  label: string
  help: string
  least: number
  most: number
  field: Field[]
}

export interface WizardStep {
  code: string
  name: string
  help: string
  input: Field[]
  rows: Rows[]
}

/** The list of another function, narrowed to one row: its conditions by the row's fields that they are. */
export interface Tab {
  title: string
  function: string
  given: Record<string, string>
}

export interface Page {
  code: string
  name: string
  kind: string
  spec: string[]
  menu: string[]
  help: string
  fields: Field[]
  list: string[]
  form: string[]
  filter: string[]
  reviewed: boolean
  versioned: boolean
  tree: Tree | null
  wizard: { steps: WizardStep[] } | null
  tabs: Tab[]
  /** The field that tells rows apart, where the page has one. */
  key: string
  operations: Operation[]
  panels?: Panel[]
  /** Fields of the rows behind a panel. */
  details?: Record<string, Field[]>
}

export type Value = string | number | boolean | null
export type Values = Record<string, Value>

export interface Row {
  [code: string]: unknown
}

export interface RecordRow extends Row {
  id: string
  state: string
  version: number
  version_no: number
  may: string[]
  pending: string
  pending_action: string
  pending_state: string
}

export interface Found<T = Row> {
  rows: T[]
  total: number
  page: number
  size: number
  /** There are more rows than are counted. */
  more?: boolean
}

export interface Opinion {
  action: string
  account: string
  name: string
  at: string
  text: string
}

export interface Change {
  id: string
  record_id: string
  action: string
  state: string
  before: Values
  after: Values
  maintainer: string
  maintainer_name: string
  reason: string
  opinions: Opinion[]
  created_at: string
  updated_at: string
  version_no: number
}

export interface Detail {
  row: RecordRow
  change: Change | null
}

export interface Written {
  id: string
  state: string
  version: number
  pending_state: string
}

export interface Job {
  job: string
  state: 'queued' | 'running' | 'done' | 'failed' | 'cancelled'
  step: string
  done: number
  total: number
  result: Row | null
  error: string
  finished: boolean
}

export interface MenuItem {
  title: string
  page?: string
  kind?: string
  /** Of another system: where its page is, entered with a ticket. */
  url?: string
  subsystem?: string
  children?: MenuItem[]
}

export interface User {
  account: string
  name: string
  org_no: string
  org_name: string
  admdvs: string
  admdvs_name: string
  posts: string[]
}

export interface FunctionHit {
  page: string
  name: string
  menu: string
  help: string
}

export interface Entry {
  value: string
  label: string
  parent?: string
}

export interface Area {
  admdvs: string
  admdvs_name: string
  prnt_admdvs: string
}
