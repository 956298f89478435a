/** Dictionaries and regions, asked for once. */

import { defineStore } from 'pinia'
import { reactive, ref } from 'vue'
import { get } from '@/api/http'
import type { Area, Entry, Field } from '@/api/types'

export interface AreaNode {
  value: string
  label: string
  children?: AreaNode[]
}

export const useReference = defineStore('reference', () => {
  const entries = reactive(new Map<string, Entry[]>())
  const areas = ref<Area[]>([])
  const asked = new Map<string, Promise<void>>()

  function once(name: string, work: () => Promise<void>): Promise<void> {
    let running = asked.get(name)
    if (!running) {
      running = work().catch((error) => {
        asked.delete(name)
        throw error
      })
      asked.set(name, running)
    }
    return running
  }

  /** A type with a dot is records others maintain (`policy.element`): asked for again with every page. */
  function loadDictionary(type: string): Promise<void> {
    return once(type, async () => {
      if (type.includes('.')) asked.delete(type)
      entries.set(type, (await get<{ rows: Entry[] }>(`/api/dictionaries/${encodeURIComponent(type)}`)).rows)
    })
  }

  function loadAreas(): Promise<void> {
    return once('/areas', async () => {
      areas.value = (await get<{ rows: Area[] }>('/api/areas')).rows
    })
  }

  /** Everything that showing these fields takes. */
  async function need(fields: Field[]): Promise<void> {
    const types = new Set(fields.flatMap((field) => [field.dict, field.names]).filter(Boolean))
    const loads = [...types].map(loadDictionary)
    if (fields.some((field) => field.type === 'area')) loads.push(loadAreas())
    await Promise.all(loads)
  }

  function choices(field: Field): Entry[] {
    if (field.options.length) return field.options.map(([value, label]) => ({ value, label }))
    return entries.get(field.dict) ?? []
  }

  const entriesOf = (type: string): Entry[] => entries.get(type) ?? []

  function areaName(code: string): string {
    return areas.value.find((area) => area.admdvs === code)?.admdvs_name ?? code
  }

  /** The tree below regions whose parent is not listed. */
  function areaTree(): AreaNode[] {
    const known = new Set(areas.value.map((area) => area.admdvs))
    const roots: AreaNode[] = []
    const nodes = new Map(areas.value.map((area): [string, AreaNode] => [area.admdvs, node(area)]))
    for (const area of areas.value) {
      const parent = known.has(area.prnt_admdvs) ? nodes.get(area.prnt_admdvs) : undefined
      const siblings = parent ? (parent.children ??= []) : roots
      siblings.push(nodes.get(area.admdvs)!)
    }
    return roots
  }

  return { need, choices, entriesOf, areaName, areaTree, loadAreas }
})

function node(area: Area): AreaNode {
  return { value: area.admdvs, label: area.admdvs_name }
}
