/** Who is signed in, and what they may open. */

import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { get, send, useCsrf } from '@/api/http'
import type { MenuItem, User } from '@/api/types'

interface Session {
  user: User
  csrf: string
  permissions: string[]
  menus: MenuItem[]
  favourites: Favourite[]
  /** What the user chose on pages, by name; each a JSON text. */
  settings: Record<string, string>
  must_change?: boolean
  password_rules?: PasswordRules
}

/** Characters and kinds of them a new password needs, and how many earlier ones may not come back. */
export interface PasswordRules {
  length: number
  classes: number
  history: number
}

export interface Favourite {
  page: string
  title: string
}

export interface Identity {
  account: string
  name: string
  org_no: string
  org_name: string
}

interface SignIn {
  identities?: Identity[]
}

/** A function with the path of menus above it. */
export interface Leaf {
  page: string
  title: string
  kind: string
  path: string[]
}

export const useSession = defineStore('session', () => {
  const session = ref<Session | null>(null)
  const user = computed(() => session.value?.user ?? null)
  const menus = computed(() => session.value?.menus ?? [])
  const leaves = computed(() => [...walk(menus.value, [])])
  const byPage = computed(() => new Map(leaves.value.map((leaf) => [leaf.page, leaf])))

  async function load(): Promise<void> {
    const found = await get<Session>('/api/session')
    useCsrf(found.csrf)
    session.value = found
  }

  /** Identities to choose from when the person has several and named none. */
  async function signIn(account: string, password: string, identity = ''): Promise<Identity[]> {
    const answer = await send<SignIn>('POST', '/api/session', { account, password, ...(identity ? { identity } : {}) })
    if (answer.identities?.length) return answer.identities
    await load()
    return []
  }

  async function signOut(): Promise<void> {
    await send('DELETE', '/api/session').finally(forget)
  }

  function forget(): void {
    session.value = null
    useCsrf('')
  }

  return { session, user, menus, leaves, byPage, load, signIn, signOut, forget }
})

function* walk(items: MenuItem[], path: string[]): Generator<Leaf> {
  for (const item of items) {
    if (item.page) yield { page: item.page, title: item.title, kind: item.kind ?? '', path }
    yield* walk(item.children ?? [], [...path, item.title])
  }
}
