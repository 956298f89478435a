/** The map of an area's divisions, coloured by a figure. Comes with the first map. */

import { MapChart } from 'echarts/charts'
import { VisualMapComponent } from 'echarts/components'
import { getMap, registerMap, use } from 'echarts/core'
import { get } from '@/api/http'
import type { Row } from '@/api/types'
import type { Colours } from '@/statistics/colours'
import { drawn, fullWithUnit, nameOf, scaleOf } from '@/statistics/figures'
import { base, tip, type Drawing, type Option } from '@/statistics/options'

use([MapChart, VisualMapComponent])

type GeoJson = Exclude<Parameters<typeof registerMap>[1], string | { svg: unknown }>
interface Shapes {
  type: string
  features: { properties: { admdvs: string; name: string } }[]
}

const names = new Map<string, Map<string, string>>()

/** Names of the divisions of an area by code, their shapes being ready; refused where there is no map. */
export async function mapOf(admdvs: string): Promise<string> {
  const name = `area-${admdvs}`
  if (!getMap(name)) {
    const shapes = await get<Shapes>('/api/report/map', { admdvs })
    names.set(name, new Map(shapes.features.map(({ properties }) => [properties.admdvs, properties.name])))
    registerMap(name, shapes as unknown as GeoJson)
  }
  return name
}

export function mapOption(drawing: Drawing, map: string, colours: Colours): Option {
  const { rows, dimension } = drawing
  const measure = drawing.measures[0]
  const values = rows.map((row) => drawn(measure, row[measure.code]))
  const { by, word } = scaleOf(measure, values)
  const called = (code: string): string => names.get(map)?.get(code) ?? code
  const tipOf = (row: Row | undefined): string => (row ? fullWithUnit(measure, row[measure.code]) : '无数据')
  const found = new Map(rows.map((row) => [String(row[dimension.code]), row]))
  return {
    ...base(colours),
    tooltip: {
      ...tip(colours),
      trigger: 'item',
      // Plain text: names are records' own.
      renderMode: 'richText',
      formatter: (at) => `${called(String((at as { name: string }).name))}\n${measure.label} ${tipOf(found.get(String((at as { name: string }).name)))}`,
    },
    visualMap: {
      type: 'continuous',
      min: Math.min(0, ...values.map((value) => value ?? 0)),
      max: Math.max(1, ...values.map((value) => value ?? 0)),
      left: 0,
      bottom: 0,
      itemHeight: 80,
      text: [word, ''],
      textStyle: { color: colours.text },
      inRange: { color: colours.range },
      formatter: (value) => String(Number((Number(value) / by).toPrecision(4))),
    },
    series: [
      {
        type: 'map',
        map,
        name: measure.label,
        nameProperty: 'admdvs',
        selectedMode: false,
        data: rows.map((row, at) => ({ name: String(row[dimension.code]), value: values[at] ?? undefined })),
        label: { show: true, color: colours.strong, fontSize: 13, formatter: (at) => called(at.name) },
        itemStyle: { areaColor: colours.line, borderColor: colours.past },
        emphasis: { label: { color: colours.strong }, itemStyle: { areaColor: colours.lit } },
      },
    ],
  }
}

/** Rows are called as their records call them; the map knows only codes. */
export const rowOn = (drawing: Drawing, code: string): Row | undefined =>
  drawing.rows.find((row) => String(row[drawing.dimension.code]) === code || nameOf(drawing.dimension, row) === code)
