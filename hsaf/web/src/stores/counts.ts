/** What waits for the user: to-do and unread, asked for now and then while the window is in sight. */

import { defineStore } from 'pinia'
import { ref } from 'vue'
import { get } from '@/api/http'
import { useSession } from '@/stores/session'
import type { Todos } from '@/stores/todos'

export const TODO = 'unified_portal.todo'
export const MESSAGE = 'unified_portal.message'
export const MAIL = 'unified_portal.mail'
export const FILES = 'unified_portal.file_exchange'

const EVERY = 60_000

interface Counts {
  todo: number
  message: number
  mail: number
  file: number
}

export const useCounts = defineStore('counts', () => {
  const counts = ref<Counts | null>(null)
  let timer = 0

  async function refresh(): Promise<void> {
    if (document.hidden || !useSession().byPage.has(TODO)) return
    const [letters, todos] = await Promise.all([
      get<{ row: Counts }>('/api/f/unified_portal/todo/counts').catch(() => null),
      get<Todos>('/api/todos', { size: 1 }).catch(() => null),
    ])
    if (letters) counts.value = { ...letters.row, todo: todos?.total ?? letters.row.todo }
  }

  function start(): void {
    void refresh()
    clearInterval(timer)
    timer = window.setInterval(refresh, EVERY)
  }

  function stop(): void {
    clearInterval(timer)
    counts.value = null
  }

  return { counts, refresh, start, stop }
})
