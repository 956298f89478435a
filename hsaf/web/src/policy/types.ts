/** What the policy desk says; the same words as `centers/policy/contract/desk.py`. Amounts are yuan as text. */

import type { Row } from '@/api/types'

export interface Finding {
  level: 'error' | 'warning'
  record: string
  label: string
  id: string
  code: string
  name: string
  field: string
  field_label: string
  reason: string
}

export interface Part {
  record: string
  label: string
  in_force: number
  under_way: number
}

export interface DynamicShown {
  elem_code: string
  elem_name: string
  unit: string
  values: Record<string, string>[]
}

export interface Rule {
  id: string
  rule_code: string
  rule_name: string
  cond_name: string
  terms: string
  also: string
  dynamics: DynamicShown[]
  steps: string
  yields: string
  source: string
  proposed: boolean
}

export interface Item {
  id: string
  position: number
  item_code: string
  item_name: string
  rules: Rule[]
}

export interface Draft {
  scheme_id: string
  scheme_name: string
  region: string
  source: string
  begndate: string
  enddate: string
  version: string
  digest: string
  published: string
  parts: Part[]
  items: Item[]
  findings: Finding[]
}

export interface Difference extends Row {
  kind: 'added' | 'removed' | 'changed' | 'moved'
  place: string
  field: string
  before: string
  after: string
}

export interface OrderRow {
  position: number
  item_code: string
  item_name: string
  before: number
  problem: string
  adjusted: boolean
}

interface Input {
  name: string
  label: string
  value: string
}

export interface Computed {
  version_id: string
  refused: string
  fund_pay_sumamt: string
  psn_part_amt: string
  acct_pay: string
  psn_cash_pay: string
  items: {
    item: string
    name: string
    rule: string
    source: string
    inputs: Input[]
    steps: Input[]
    amounts: Input[]
    rows: { code: string; name: string; fund_pay: string; fund_prop: string; self_pay: string }[]
  }[]
  expected: string
  difference: string
}
