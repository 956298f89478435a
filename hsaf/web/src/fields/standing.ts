/** Fields that every record has beside its own. */

import type { Field, FieldType, Page } from '@/api/types'
import { PENDING_CHOICES, STATE_CHOICES } from '@/records/states'

export function plainField(code: string, label: string, type: FieldType = 'text'): Field {
  return {
    code, label, type, length: 0, dict: '', options: [], pick: '', names: '', required: false, mask: '', filter: false, list: false,
    form: false, sortable: false, pattern: '', least: null, most: null, default: '', frozen: false, many: false, help: '',
  }
}

export const STATE: Field = { ...plainField('state', '状态', 'dict'), options: STATE_CHOICES }
export const PENDING: Field = { ...plainField('pending_state', '办理状态', 'dict'), options: PENDING_CHOICES }

const STANDING: Field[] = [
  STATE,
  PENDING,
  plainField('version_no', '版本', 'int'),
  plainField('created_by', '录入人'),
  plainField('created_at', '录入时间', 'datetime'),
  plainField('updated_by', '更新人'),
  { ...plainField('updated_at', '更新时间', 'datetime'), sortable: true },
]

/** A field of the page or a standing one. */
export function fieldOf(page: Page, code: string): Field | undefined {
  return page.fields.find((field) => field.code === code) ?? STANDING.find((field) => field.code === code)
}

export function fieldsOf(page: Page, codes: string[]): Field[] {
  return codes.map((code) => fieldOf(page, code)).filter((field) => field !== undefined)
}
