/** What `settlement.desk.v1` answers; amounts are whole fen. */

export interface Person {
  psn_no: string
  psn_name: string
  certno: string
  gend: string
  insured_at?: string
}

export interface Enrollment {
  insutype: string
  psn_type: string
  psn_insu_stas: string
  insuplc_name: string
}

export interface Visit {
  mdtrt_id: string
  fixmedins_code: string
  kind: string
  state: string
  med_type: string
  insutype: string
  begntime: string
  ipt_otp_no: string
  dise_codg: string
  lines: number
  medfee_sumamt: number
}

export interface Standing {
  person: Person
  enrollments: Enrollment[]
  balance: number
  accumulators: { insutype: string; code: string; name: string; value: number; count: boolean }[]
  filings: { trt_dcla_detl_sn: string; dise_codg: string; dise_name: string; begndate: string; enddate: string | null }[]
  visits: Visit[]
}

export interface Item {
  med_list_codg: string
  med_list_name: string
  chrgitm_lv: string
  selfpay_prop: string | null
  spec: string
  prcunt: string
  ceiling: string | null
}

export interface Line {
  item: Item | null
  text: string
  cnt: string
  pric: string
}

export interface SettledLine {
  feedetl_sn: string
  med_list_codg: string
  med_list_name: string
  cnt: string
  pric: string
  det_item_fee_sumamt: number
  fulamt_ownpay_amt: number
  overlmt_amt: number
  preselfpay_amt: number
  inscp_scp_amt: number
}

export interface Settled {
  [code: string]: unknown
  setl_id: string
  mdtrt_id: string
  psn_no: string
  psn_name: string
  certno: string
  reverses: string
  reversed_by: string
  refd_setl_flag: string
  fixmedins_name: string
  setl_time: string
  insutype: string
  med_type: string
  medfee_sumamt: number
  fund_pay_sumamt: number
  hosp_part_amt: number
  acct_pay: number
  psn_cash_pay: number
  balc: number
  lines: SettledLine[]
}

export interface Trace {
  settlement: Settled
  policy: { policy_id: string; policy_version: string }
  items: {
    item: string
    name: string
    rule_id: string
    version: string
    source: string
    inputs: string[]
    steps: string[]
    yields: { code: string; name: string; amount: number }[]
    rows: { code: string; name: string; fund_pay: number; fund_prop: string; self_pay: number; self_prop: string }[]
  }[]
  identities: { code: string; text: string; whole: number; parts: { name: string; amount: number }[]; holds: boolean }[]
  entries: { account: string; account_name: string; debit: number; credit: number }[]
  debit: number
  credit: number
  accumulators: { code: string; name: string; before: number; delta: number; after: number; count: boolean }[]
  events: { seq: number; event: string; at: string; actor: string; digest: string; facts: { reason?: string; setl_id?: string } }[]
  chain: { ok: boolean; events: number; faults: string[] }
  recomputed: { same: boolean; items: number; lines: number }
}
