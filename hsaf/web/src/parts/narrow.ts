import { onScopeDispose, readonly, ref, type Ref } from 'vue'

/** Whether the window is as narrow as a phone or a small tablet. */
export function useNarrow(): Readonly<Ref<boolean>> {
  const query = matchMedia('(max-width: 860px)')
  const narrow = ref(query.matches)
  const follow = (event: MediaQueryListEvent) => (narrow.value = event.matches)
  query.addEventListener('change', follow)
  onScopeDispose(() => query.removeEventListener('change', follow))
  return readonly(narrow)
}
