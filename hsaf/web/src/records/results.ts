/** Views made by hand of what operations answer, by the operation's permission. */

import { defineAsyncComponent, type Component } from 'vue'

const CaseResult = defineAsyncComponent(() => import('@/policy/CaseResult.vue'))

export const OWN_RESULTS: Record<string, Component> = {
  'payment_management.benefit_case.calculate': CaseResult,
  'payment_management.benefit_case.recalculate': CaseResult,
}
