/** The figures of one panel, asked for again whenever what they depend on changes. */

import { ref, shallowRef, watch } from 'vue'
import { ApiError, get, type Query } from '@/api/http'
import type { Field, Figures, Page, Panel } from '@/api/types'
import { operationOf } from '@/records/operations'
import { groupAt, withinQuery, type Step } from '@/statistics/drilling'

/** Where a panel's figures or rows are asked for; nothing where the user may not. */
export function pathFor(page: Page, operation: 'panel' | 'rows', panel: Panel): string | undefined {
  return operationOf(page, operation)?.path.replace('{panel}', encodeURIComponent(panel.code))
}

export interface Asked {
  page: Page
  panel: Panel
  filters: Query
  steps: Step[]
  /** Counts up when the figures are to be asked for again. */
  beat: number
}

export function useFigures(asked: () => Asked) {
  const figures = shallowRef<Figures>()
  /** What the figures in sight are grouped by. */
  const grouped = shallowRef<Field[]>([])
  const problem = shallowRef<ApiError>()
  const busy = ref(false)
  let latest = 0

  async function load(): Promise<void> {
    const { page, panel, filters, steps } = asked()
    const path = pathFor(page, 'panel', panel)
    if (!path) return
    const mine = ++latest
    const group = groupAt(panel, steps)
    busy.value = true
    try {
      const narrowed = steps.length ? { ...withinQuery(steps), group: group.map((field) => field.code).join(',') } : {}
      const found = await get<Figures>(path, { ...filters, ...narrowed })
      if (mine !== latest) return
      figures.value = found
      grouped.value = group
      problem.value = undefined
    } catch (error) {
      if (mine === latest) problem.value = error instanceof ApiError ? error : new ApiError(0, '图表显示失败，请重试')
    } finally {
      if (mine === latest) busy.value = false
    }
  }

  watch(() => JSON.stringify([asked().panel.code, asked().filters, asked().steps, asked().beat]), load, { immediate: true })
  return { figures, grouped, problem, busy, load }
}
