/** What a user chose: kept per account by the server, so that it is there at every computer; dark or light per browser. */

import { computed, ref, watch, type Ref } from 'vue'
import { send } from '@/api/http'
import { useSession } from '@/stores/session'

const PREFIX = 'hsaf'
const PATH = '/api/session/settings'

/** A value that survives the visit. `name` is unique within the account. */
export function kept<T>(name: string, initial: T): Ref<T> {
  const { session } = useSession()
  const place = `${PREFIX}:${session?.user.account ?? ''}:${name}`
  const known = session?.settings[name]
  const value = ref(known === undefined ? read(place, initial) : (JSON.parse(known) as T)) as Ref<T>
  watch(value, (now) => keep(name, place, now), { deep: true })
  return value
}

/** Beside the server in the browser, for when it cannot be told. */
function keep(name: string, place: string, value: unknown): void {
  const text = JSON.stringify(value)
  const { session } = useSession()
  write(place, value)
  if (!session) return
  session.settings[name] = text
  void send('PUT', PATH, { name, value: text }).catch(() => undefined)
}

function read<T>(place: string, initial: T): T {
  try {
    const text = localStorage.getItem(place)
    return text === null ? initial : (JSON.parse(text) as T)
  } catch {
    return initial
  }
}

/** A full or forbidden storage only means that the choice is not remembered. */
function write(place: string, value: unknown): void {
  try {
    localStorage.setItem(place, JSON.stringify(value))
  } catch {
    return
  }
}

const DARK = `${PREFIX}:dark`

export const dark = ref(read(DARK, matchMedia('(prefers-color-scheme: dark)').matches))
/** While a page asks for the dark by itself, as a wall display does. */
export const dimmed = ref(false)
export const night = computed(() => dark.value || dimmed.value)

watch(dark, (now) => write(DARK, now))
watch(night, (now) => document.documentElement.classList.toggle('dark', now), { immediate: true })
