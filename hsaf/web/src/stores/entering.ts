/** Going to another system without a password: a one-time ticket of the portal is taken along. */

import { send } from '@/api/http'
import type { MenuItem } from '@/api/types'
import { attempt } from '@/parts/telling'

const ELSEWHERE = 'enter '

interface Ticket {
  ticket: string
  url: string
}

/** How the menu names an entry of another system. */
export const indexOf = (item: MenuItem): string => `${ELSEWHERE}${item.subsystem} ${item.url}`

/** What such a name leads to; nothing for pages of the portal. */
export function targetOf(index: string): { subsystem: string; url: string } | undefined {
  if (!index.startsWith(ELSEWHERE)) return undefined
  const [subsystem, ...url] = index.slice(ELSEWHERE.length).split(' ')
  return { subsystem, url: url.join(' ') }
}

/** Opens a system, or a page of it, in a window of its own. The window is there before the ticket is, or it would be
 * taken for an advertisement. */
export async function enter(subsystem: string, url = ''): Promise<void> {
  const tab = window.open('', '_blank')
  const went = await attempt(async () => {
    const given = await send<Ticket>('POST', '/api/session/tickets', { subsystem })
    const address = new URL(url || given.url, location.origin)
    address.searchParams.set('ticket', given.ticket)
    if (!tab) return location.assign(address)
    tab.opener = null
    tab.location.replace(address)
  })
  if (!went) tab?.close()
}
