/** Asking again now and then, while the window is in sight. */

import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** Counts up every so often while `on`; at once when a window comes back that was out of sight too long. */
export function useBeat(on: Ref<boolean>, milliseconds: number): Ref<number> {
  const beat = ref(0)
  let timer = 0
  let last = Date.now()

  function tick(): void {
    if (document.hidden || Date.now() - last < milliseconds) return
    last = Date.now()
    beat.value++
  }

  watch(
    on,
    (now) => {
      clearInterval(timer)
      last = Date.now()
      if (now) timer = window.setInterval(tick, Math.min(1000, milliseconds))
    },
    { immediate: true },
  )
  onScopeDispose(() => clearInterval(timer))
  return beat
}
