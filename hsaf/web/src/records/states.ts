/** Chinese names of record states and of what happens to them, as `hsaf/records/states.py` has them. */

type Tone = 'primary' | 'success' | 'warning' | 'danger' | 'info'

const STATES: Record<string, [string, Tone]> = {
  draft: ['草稿', 'info'],
  review1: ['待初审', 'warning'],
  review2: ['待复审', 'warning'],
  approved: ['待发布', 'primary'],
  returned: ['退回', 'danger'],
  effective: ['生效', 'success'],
  published: ['已发布', 'success'],
  rolled_back: ['已回退', 'info'],
  discarded: ['已取消', 'info'],
  void: ['作废', 'info'],
}

const ACTIONS: Record<string, string> = {
  add: '新增', copy: '复制新增', import: '导入', edit: '变更', void: '作废', save: '保存', submit: '提交',
  review1: '初审', review2: '复审', pass: '通过', return: '退回', withdraw: '撤回', discard: '取消变更',
  publish: '发布', rollback: '回退', roll_back: '回退',
}

export const stateName = (state: string): string => STATES[state]?.[0] ?? state
/** What an opinion says was done. A review that did not return has passed. */
export const opinionName = (action: string): string => actionName(action) + (/^review/.test(action) ? '通过' : '')
export const stateTone = (state: string): Tone => STATES[state]?.[1] ?? 'info'
export const actionName = (action: string): string => ACTIONS[action] ?? action

export const STATE_CHOICES: [string, string][] = Object.entries(STATES)
  .filter(([state]) => state !== 'discarded')
  .map(([state, [name]]) => [state, name])

export const PENDING_CHOICES: [string, string][] = ['draft', 'review1', 'review2', 'approved', 'returned'].map(
  (state) => [state, stateName(state)],
)
