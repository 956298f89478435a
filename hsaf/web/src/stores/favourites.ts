/** Functions a user marked; the portal keeps them. */

import { defineStore } from 'pinia'
import { computed } from 'vue'
import { send } from '@/api/http'
import { useSession } from '@/stores/session'

const FUNCTION = 'unified_portal.favourite'
const PATH = '/api/f/unified_portal/favourite'

export const useFavourites = defineStore('favourites', () => {
  const session = useSession()
  const rows = computed(() => session.session?.favourites ?? [])
  /** Whether the portal lets this user keep favourites. */
  const offered = computed(() => session.byPage.has(FUNCTION))

  function has(page: string): boolean {
    return rows.value.some((row) => row.page === page)
  }

  async function toggle(page: string, title: string): Promise<void> {
    if (has(page)) await send('POST', `${PATH}/remove`, { page })
    else await send('POST', `${PATH}/add`, { page, title })
    await session.load()
  }

  return { rows, offered, has, toggle }
})
