/** A bill while it is typed, and as it is sent. */

import { reactive } from 'vue'
import { newKey } from '@/api/http'
import type { Line, Visit } from '@/settlement/types'

export function emptyLine(): Line {
  return { item: null, text: '', cnt: '', pric: '' }
}

function blank() {
  return {
    fixmedins_code: '',
    mdtrt_id: '',
    insutype: '',
    med_type: '11',
    ipt_otp_no: '',
    begntime: '',
    endtime: '',
    dise_codg: '',
    matn_type: '',
    account: true,
    invono: '',
    medfee_sumamt: '',
    diagnoses: [] as string[],
    lines: [emptyLine()],
  }
}

export function useBill() {
  const bill = reactive(blank())
  let sentBefore = ''
  let once = ''

  function clear(): void {
    Object.assign(bill, blank(), { fixmedins_code: bill.fixmedins_code })
  }

  /** Go on with a visit that waits. */
  function take(visit: Visit): void {
    bill.mdtrt_id = visit.mdtrt_id
    bill.fixmedins_code = visit.fixmedins_code
    bill.med_type = visit.med_type || bill.med_type
    bill.insutype = visit.insutype
    bill.ipt_otp_no = visit.ipt_otp_no
    bill.begntime = visit.begntime.replace('T', ' ')
    bill.dise_codg = visit.dise_codg
    if (visit.lines) bill.lines = []
  }

  function body(psnNo: string): Record<string, string> {
    const { account, diagnoses, lines, ...plain } = bill
    const typed = lines.filter((line) => line.text || line.cnt || line.pric)
    const said: Record<string, string> = {
      ...plain,
      psn_no: psnNo,
      acct_used_flag: account ? '1' : '0',
      diagnoses: JSON.stringify(diagnoses.map((diag_code) => ({ diag_code }))),
      lines: JSON.stringify(typed.map((line) => ({ med_list_codg: line.item?.med_list_codg ?? line.text.trim(), cnt: line.cnt.trim(), pric: line.pric.trim() }))),
    }
    return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== '' && value !== null))
  }

  /** The same bill has the same key, however often its button is pressed. */
  function keyOf(said: Record<string, string>): string {
    const text = JSON.stringify(said)
    if (text !== sentBefore) [sentBefore, once] = [text, newKey()]
    return once
  }

  return { bill, clear, take, body, keyOf }
}

/** Rows pasted from a sheet: code, quantity, price, with tabs, commas or blanks between. */
export function pasted(text: string): Line[] {
  return text
    .split(/\r?\n/)
    .map((row) => row.trim().split(/[\t,，\s]+/))
    .filter((cells) => cells[0])
    .map(([code, cnt = '', pric = '']) => ({ item: null, text: code, cnt, pric }))
}
