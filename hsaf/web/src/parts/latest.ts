/** Rows asked for again and again: of a slow answer and a later one the later is shown. */

import { ref } from 'vue'
import { failed, reasonOf } from '@/parts/telling'

export function useLatest<T extends { rows: unknown[]; total: number }>(found: T) {
  const busy = ref(false)
  /** Why the rows could not be asked for. */
  const problem = ref('')
  let latest = 0

  async function show(ask: () => Promise<object>): Promise<void> {
    const mine = ++latest
    busy.value = true
    try {
      const answer = await ask()
      if (mine !== latest) return
      Object.assign(found, answer)
      problem.value = ''
    } catch (error) {
      if (mine !== latest) return
      failed(error)
      Object.assign(found, { rows: [], total: 0, more: false })
      problem.value = reasonOf(error)
    } finally {
      if (mine === latest) busy.value = false
    }
  }

  return { busy, problem, show }
}
