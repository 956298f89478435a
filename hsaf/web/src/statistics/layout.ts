/** How panels share the width of a page. */

import type { Panel } from '@/api/types'

export interface Row {
  look: 'figures' | 'pair' | 'whole'
  panels: Panel[]
}

/** Neighbours that look alike stand in one row, in the order that was declared; a chart without a neighbour has the row. */
export function rowsOf(panels: Panel[], drilled: (panel: Panel) => boolean): Row[] {
  const rows: Row[] = []
  for (const panel of panels) {
    const look = panel.chart === 'table' ? 'whole' : panel.chart === 'figure' && !drilled(panel) ? 'figures' : 'pair'
    const last = rows.at(-1)
    const room = last?.look === look && (look === 'figures' || (look === 'pair' && last.panels.length < 2))
    if (room) last.panels.push(panel)
    else rows.push({ look, panels: [panel] })
  }
  return rows.map((row) => (row.look === 'pair' && row.panels.length === 1 ? { ...row, look: 'whole' } : row))
}
