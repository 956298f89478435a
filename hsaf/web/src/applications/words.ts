/** Chinese names of what happens to applications, as the workflow center has them, and what the server says of them. */

import type { Row, Values } from '@/api/types'

type Tone = 'primary' | 'success' | 'warning' | 'danger' | 'info'

const STATES: Record<string, [string, Tone]> = {
  running: ['审批中', 'primary'],
  returned: ['退回待修改', 'warning'],
  withdrawn: ['已撤回', 'info'],
  approved: ['已通过', 'success'],
  rejected: ['未通过', 'danger'],
  terminated: ['已终止', 'info'],
  rolled_back: ['已回退', 'info'],
}

const ACTIONS: Record<string, [string, Tone]> = {
  apply: ['提交申请', 'primary'],
  resubmit: ['修改后重新提交', 'primary'],
  approve: ['通过', 'success'],
  reject: ['不予通过', 'danger'],
  return: ['退回', 'warning'],
  withdraw: ['撤回申请', 'info'],
  take_back: ['撤回审批', 'info'],
  claim: ['签收', 'info'],
  release: ['退签', 'info'],
  delegate: ['委托', 'info'],
  transfer: ['转办', 'info'],
  remind: ['催办', 'info'],
  terminate: ['终止', 'danger'],
  rollback: ['业务回退', 'danger'],
}

const DONE: Record<string, string> = {
  open: '待办理', approved: '已通过', skipped: '无需办理', rejected: '不予通过', returned: '已退回',
}

export const MODES: Record<string, string> = { any: '或签', all: '会签' }

export const stateName = (state: string): string => STATES[state]?.[0] ?? state
export const stateTone = (state: string): Tone => STATES[state]?.[1] ?? 'info'
export const actionName = (action: string): string => ACTIONS[action]?.[0] ?? action
export const actionTone = (action: string): Tone => ACTIONS[action]?.[1] ?? 'info'
export const doneName = (state: string): string => DONE[state] ?? state

export interface Person {
  account: string
  name: string
  for_name: string
  state: string
  claimed: boolean
  done_at: string | null
}

export interface Step {
  no: number
  name: string
  mode: string
  state: 'done' | 'current' | 'waiting'
  people: Person[]
}

export interface Note {
  at: string
  actor_name: string
  for_name: string
  action: string
  step_name: string
  opinion: string
}

export interface ApplicationRow extends Row {
  id: string
  title: string
  applicant_name: string
  org_name: string
  state: string
  step_no: number
  step_name: string
  created_at: string
  updated_at: string
  claimed_by: string
}

export interface Application extends ApplicationRow {
  payload: Values
  steps: Step[]
  history: Note[]
  may: string[]
}

/** `2026-11-25T08:00:00` as people write it. */
export const moment = (at: string | null): string => (at ?? '').replace('T', ' ').slice(0, 16)
