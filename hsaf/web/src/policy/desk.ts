/** The policy desk on one page: a scheme, its draft, and what stands between it and publication. */

import { computed, inject, provide, reactive, ref, shallowRef, type InjectionKey } from 'vue'
import { get } from '@/api/http'
import type { Entry } from '@/api/types'
import { attempt } from '@/parts/telling'
import type { Difference, Draft, Finding } from '@/policy/types'
import { kept } from '@/stores/settings'
import { useSession } from '@/stores/session'

export const ROOT = '/api/f/payment_management'
export const SUBSYSTEM = 'payment_management'
const SCHEMES = 'policy.scheme'

export type PolicyDesk = ReturnType<typeof makeDesk>
const DESK: InjectionKey<PolicyDesk> = Symbol('policy desk')

export function provideDesk(): PolicyDesk {
  const desk = makeDesk()
  provide(DESK, desk)
  return desk
}

export const useDesk = (): PolicyDesk => inject(DESK)!

function makeDesk() {
  const session = useSession()
  const schemes = ref<Entry[]>([])
  const remembered = kept('policy.scheme', '')
  const asked = reactive({ scheme_id: '', proposed: false })
  const draft = shallowRef<Draft>()
  const differences = shallowRef<Difference[]>([])
  const busy = ref(false)

  /** Whether the user may open a function of this subsystem. */
  const may = (code: string): boolean => session.byPage.has(`${SUBSYSTEM}.${code}`)
  const query = computed(() => ({ scheme_id: asked.scheme_id, proposed: String(asked.proposed) }))
  const errors = computed((): Finding[] => draft.value?.findings.filter((one) => one.level === 'error') ?? [])
  const underWay = computed(() => draft.value?.parts.reduce((sum, part) => sum + part.under_way, 0) ?? 0)

  async function open(): Promise<void> {
    await attempt(async () => {
      schemes.value = (await get<{ rows: Entry[] }>(`/api/dictionaries/${SCHEMES}`)).rows
      const known = schemes.value.some((one) => one.value === remembered.value)
      asked.scheme_id = known ? remembered.value : (schemes.value[0]?.value ?? '')
    })
    await load()
  }

  async function load(): Promise<void> {
    if (!asked.scheme_id) return
    remembered.value = asked.scheme_id
    busy.value = true
    await attempt(async () => {
      const [one, others] = await Promise.all([
        get<{ row: Draft }>(`${ROOT}/policy_builder/draft`, query.value),
        may('draft_differences') ? get<{ rows: Difference[] }>(`${ROOT}/draft_differences`, query.value) : { rows: [] },
      ])
      draft.value = one.row
      differences.value = others.rows
    })
    busy.value = false
  }

  return { schemes, asked, query, draft, differences, errors, underWay, busy, may, open, load }
}
