/** Which components and columns stand on the workbench, and in which order: the user's choice, else what the role offers. */

import { computed, shallowRef } from 'vue'
import { get, send } from '@/api/http'
import type { Page, Panel } from '@/api/types'
import { askPage } from '@/render/page'
import { useSession } from '@/stores/session'

const SETUP = 'unified_portal.workbench'
const COLUMN = 'unified_portal.column'
const PATH = '/api/f/unified_portal/workbench'

export interface Item {
  kind: 'component' | 'column'
  code: string
}

export interface Offered extends Item {
  title: string
}

/** A component another system registered. */
export interface Registered {
  code: string
  name: string
  subsystem: string
  path: string
}

/** A panel of a statistics function that the user may see. */
export interface Charted {
  page: Page
  panel: Panel
}

export const keyOf = (item: Item): string => `${item.kind}:${item.code}`

export const OWN: Offered[] = [
  { kind: 'component', code: 'todo', title: '待办事项' },
  { kind: 'component', code: 'message', title: '未读消息' },
  { kind: 'component', code: 'mail', title: '未读邮件' },
  { kind: 'component', code: 'file', title: '文件收发' },
  { kind: 'component', code: 'quick', title: '快捷功能' },
  { kind: 'component', code: 'enquiry', title: '业务查询' },
  { kind: 'component', code: 'waiting', title: '待处理数量' },
]

const PANEL = 'panel:'
/** What a role sees before anybody chose: of so many functions one panel of figures and so many charts. */
const FUNCTIONS = 2
const CHARTS = 2

const codeOf = (page: string, panel: string): string => `${PANEL}${page}/${panel}`
const pageOf = (code: string): string => code.slice(PANEL.length).split('/')[0]

export function useArrangement() {
  const session = useSession()
  const offered = computed(() => session.byPage.has(SETUP))
  const statistics = computed(() => session.leaves.filter((leaf) => leaf.kind === 'statistics').map((leaf) => leaf.page))
  /** Functions whose panels stand there before anybody chose. */
  const usual = computed(() => statistics.value.slice(0, FUNCTIONS))
  const chosen = shallowRef<Item[]>([])
  const charts = shallowRef(new Map<string, Charted>())
  const columns = shallowRef<Offered[]>([])
  const registered = shallowRef(new Map<string, Registered>())

  async function load(): Promise<void> {
    if (offered.value) chosen.value = (await get<{ rows: Item[] }>(PATH).catch(() => ({ rows: [] }))).rows
    if (chosen.value.some((item) => item.kind === 'column')) await loadColumns()
    const panels = chosen.value.filter((item) => item.code.startsWith(PANEL)).map((item) => pageOf(item.code))
    await Promise.all([loadRegistered(), loadCharts(chosen.value.length ? panels : usual.value)])
  }

  async function loadRegistered(): Promise<void> {
    if (!offered.value) return
    const { rows } = await get<{ rows: Registered[] }>(`${PATH}/components`).catch(() => ({ rows: [] }))
    registered.value = new Map(rows.map((row) => [row.code, row]))
  }

  /** Everything there is to choose from. */
  async function loadAll(): Promise<void> {
    await Promise.all([loadColumns(), loadCharts(statistics.value)])
  }

  async function loadColumns(): Promise<void> {
    if (!session.byPage.has(COLUMN)) return
    const found = await get<{ rows: { column: string; name: string }[] }>('/api/f/unified_portal/column/columns').catch(() => ({ rows: [] }))
    columns.value = found.rows.map((row) => ({ kind: 'column', code: row.column, title: row.name }))
  }

  /** A function that is away leaves its panels out and the workbench whole. */
  async function loadCharts(pages: string[]): Promise<void> {
    const known = new Set([...charts.value.values()].map((chart) => chart.page.code))
    const wanted = [...new Set(pages)].filter((page) => statistics.value.includes(page) && !known.has(page))
    const found = await Promise.all(wanted.map((page) => askPage(page).catch(() => undefined)))
    const now = new Map(charts.value)
    for (const page of found) for (const panel of page?.panels ?? []) now.set(codeOf(page!.code, panel.code), { page: page!, panel })
    charts.value = now
  }

  /** What can stand there, in the order of the menu. */
  const all = computed((): Offered[] => [
    ...OWN,
    ...[...charts.value].map(([code, { page, panel }]): Offered => ({ kind: 'component', code, title: `${page.name} · ${panel.title}` })),
    ...[...registered.value.values()].map(({ code, name }): Offered => ({ kind: 'component', code, title: name })),
    ...columns.value,
  ])

  const items = computed((): Offered[] => {
    const known = new Map(all.value.map((item) => [keyOf(item), item]))
    const wanted = chosen.value.length ? chosen.value : [...OWN, ...role()]
    return wanted.map((item) => known.get(keyOf(item))).filter((item) => item !== undefined)
  })

  /** The first panels of each of the role's functions; tables need more room. */
  function role(): Item[] {
    const drawn = [...charts.value].filter(([, { page, panel }]) => panel.chart !== 'table' && usual.value.includes(page.code))
    const counted = new Map<string, number>()
    return drawn
      .filter(([, { page, panel }]) => {
        const like = `${page.code} ${panel.chart === 'figure'}`
        counted.set(like, (counted.get(like) ?? 0) + 1)
        return counted.get(like)! <= (panel.chart === 'figure' ? 1 : CHARTS)
      })
      .map(([code]) => ({ kind: 'component', code }))
  }

  async function save(now: Item[]): Promise<void> {
    await send('POST', `${PATH}/arrange`, { items: now.map(keyOf).join(',') })
    chosen.value = now
    await load()
  }

  return { offered, all, items, charts, registered, load, loadAll, save }
}

export type Arrangement = ReturnType<typeof useArrangement>
