/** What ECharts is told to draw: lines, bars, slices; a map is in `mapping.ts`. */

import type { ComposeOption } from 'echarts/core'
import type { BarSeriesOption, LineSeriesOption, MapSeriesOption, PieSeriesOption } from 'echarts/charts'
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption, VisualMapComponentOption } from 'echarts/components'
import type { Field, Row } from '@/api/types'
import type { Colours } from '@/statistics/colours'
import { drawn, fullWithUnit, nameOf, scaleOf, type Scale } from '@/statistics/figures'

export type Option = ComposeOption<
  | BarSeriesOption | LineSeriesOption | PieSeriesOption | MapSeriesOption
  | GridComponentOption | LegendComponentOption | TooltipComponentOption | VisualMapComponentOption
>

export type Kind = 'line' | 'bar' | 'pie' | 'map'

export interface Drawing {
  kind: Kind
  rows: Row[]
  dimension: Field
  /** A second dimension makes one line or bar of each of its values. */
  series?: Field
  measures: Field[]
  /** What the earlier period is called, where it is shown. */
  before?: string
}

/** One line, or bars of one colour. `at` says which row a point stands for, -1 for none. */
interface Line {
  name: string
  measure: Field
  values: (number | null)[]
  at: number[]
  earlier: boolean
}

const CATEGORIES = 30
const SERIES = 8
const SLICES = 8
const LONG_NAME = 5
/** Names that fit under bars that stand. */
const MANY = 8

const distinct = (values: string[]): string[] => [...new Set(values)]

function categoriesOf({ rows, dimension }: Drawing): string[] {
  return distinct(rows.map((row) => nameOf(dimension, row))).slice(0, CATEGORIES)
}

/** How many groups there are that the chart leaves to the table. */
export function leftOut(drawing: Drawing): number {
  const all = distinct(drawing.rows.map((row) => nameOf(drawing.dimension, row))).length
  return drawing.kind === 'map' || drawing.kind === 'pie' ? 0 : Math.max(0, all - CATEGORIES)
}

function linesOf(drawing: Drawing, categories: string[]): Line[] {
  const { rows, dimension, series, measures, before } = drawing
  const place = (row: Row, of = ''): string => `${nameOf(dimension, row)}\n${of}`
  if (series) {
    const places = new Map(rows.map((row, at) => [place(row, nameOf(series, row)), at]))
    const names = distinct(rows.map((row) => nameOf(series, row))).slice(0, SERIES)
    return names.map((name) => line(rows, name, measures[0], categories.map((one) => places.get(`${one}\n${name}`) ?? -1)))
  }
  const places = new Map(rows.map((row, at) => [place(row), at]))
  const at = categories.map((one) => places.get(`${one}\n`) ?? -1)
  return measures.flatMap((measure) => [
    line(rows, measure.label, measure, at),
    ...(before && earlier(rows, measure) ? [line(rows, measures.length > 1 ? `${before}${measure.label}` : before, measure, at, true)] : []),
  ])
}

const earlier = (rows: Row[], measure: Field): boolean => rows.some((row) => drawn(measure, row[`${measure.code}__before`]) !== null)

function line(rows: Row[], name: string, measure: Field, at: number[], earlier = false): Line {
  const code = earlier ? `${measure.code}__before` : measure.code
  return { name, measure, at, earlier, values: at.map((one) => (one < 0 ? null : drawn(measure, rows[one][code]))) }
}

const told = (measure: Field) => (value: unknown): string =>
  value === null || value === undefined ? '—' : fullWithUnit(measure, measure.type === 'ratio' ? Number(value) / 100 : value)

/** Which row a click on a chart chose. */
export function rowAt(drawing: Drawing, series: number, at: number): Row | undefined {
  if (drawing.kind === 'pie') return slicesOf(drawing).rows[at]
  return drawing.rows[linesOf(drawing, categoriesOf(drawing))[series]?.at[at] ?? -1]
}

/** Whether bars lie, so that long names can be read. */
export function lying(drawing: Drawing): boolean {
  const names = categoriesOf(drawing)
  if (drawing.kind !== 'bar' || names.every((name) => /^\d{4}-\d\d/.test(name))) return false
  return names.length > MANY || names.some((name) => name.length > LONG_NAME)
}

export function heightOf(drawing: Drawing, least: number): number {
  return lying(drawing) ? Math.max(least, categoriesOf(drawing).length * 26 + 70) : least
}

export function optionOf(drawing: Drawing, colours: Colours): Option {
  return drawing.kind === 'pie' ? pie(drawing, colours) : axes(drawing, colours)
}

/** Pixels for the unit behind the end of a lying axis. */
const UNIT = 48

function axes(drawing: Drawing, colours: Colours): Option {
  const categories = categoriesOf(drawing)
  const lines = linesOf(drawing, categories)
  const types = distinct(lines.map((one) => one.measure.type)).slice(0, 2)
  const values = types.map((type, at) => valueAxis(lines.filter((one) => one.measure.type === type), colours, !at))
  const along = {
    type: 'category' as const,
    data: categories,
    inverse: lying(drawing),
    axisLine: { lineStyle: { color: colours.text } },
    axisLabel: { color: colours.text, width: 130, overflow: 'truncate' as const },
  }
  const ground = { ...base(colours), grid: { left: 8, right: lying(drawing) ? UNIT : 16, top: lines.length > 1 ? 62 : 36, bottom: 8, containLabel: true } }
  const sides = lying(drawing) ? { yAxis: along, xAxis: values } : { xAxis: along, yAxis: values }
  return {
    ...ground,
    ...sides,
    tooltip: { ...tip(colours), trigger: 'axis', axisPointer: { type: drawing.kind === 'line' ? 'line' : 'shadow' } },
    legend: { show: lines.length > 1, type: 'scroll', top: 0, textStyle: { color: colours.text } },
    series: lines.map((one, at) => serie(drawing, one, at, Math.max(0, types.indexOf(one.measure.type)), colours)),
  }
}

function serie(drawing: Drawing, one: Line, at: number, axis: number, colours: Colours): BarSeriesOption | LineSeriesOption {
  const colour = one.earlier ? colours.past : colours.series[at % colours.series.length]
  const common = {
    name: one.name,
    data: one.values,
    tooltip: { valueFormatter: told(one.measure) },
    ...(lying(drawing) ? { xAxisIndex: axis } : { yAxisIndex: axis }),
  }
  if (drawing.kind === 'line') {
    const type = one.earlier ? ('dashed' as const) : ('solid' as const)
    return { ...common, type: 'line', symbolSize: 7, color: colour, lineStyle: { width: 2, type }, connectNulls: false }
  }
  return { ...common, type: 'bar', barMaxWidth: 36, itemStyle: { color: colour, borderRadius: 2 } }
}

function valueAxis(lines: Line[], colours: Colours, first: boolean) {
  const measure = lines[0].measure
  const scale = scaleOf(measure, lines.flatMap((one) => one.values))
  return {
    type: 'value' as const,
    name: scale.word,
    nameTextStyle: { color: colours.text },
    splitLine: { show: first, lineStyle: { color: colours.line } },
    axisLabel: { color: colours.text, hideOverlap: true, formatter: (value: number) => scaled(value, scale) },
  }
}

/** Short enough for an axis. */
function scaled(value: number, { by }: Scale): string {
  return String(Number((value / by).toPrecision(6)))
}

/** The largest, and the others as one slice, which stands for no single row. */
function slicesOf({ rows, measures }: Drawing): { rows: Row[]; others: number } {
  const amount = (row: Row): number => drawn(measures[0], row[measures[0].code]) ?? 0
  const sorted = [...rows].sort((one, other) => amount(other) - amount(one))
  const kept = sorted.length > SLICES + 1 ? sorted.slice(0, SLICES) : sorted
  return { rows: kept, others: sorted.slice(kept.length).reduce((sum, row) => sum + amount(row), 0) }
}

function pie(drawing: Drawing, colours: Colours): Option {
  const { dimension, measures } = drawing
  const { rows, others } = slicesOf(drawing)
  const data = rows.map((row) => ({ name: nameOf(dimension, row), value: drawn(measures[0], row[measures[0].code]) ?? 0 }))
  if (others) data.push({ name: '其他', value: others })
  return {
    ...base(colours),
    tooltip: { ...tip(colours), trigger: 'item' },
    legend: { type: 'scroll', bottom: 0, textStyle: { color: colours.text }, pageTextStyle: { color: colours.text } },
    series: [
      {
        type: 'pie',
        name: measures[0].label,
        radius: ['34%', '62%'],
        center: ['50%', '44%'],
        color: colours.series,
        data,
        tooltip: { valueFormatter: told(measures[0]) },
        label: { color: colours.text, formatter: '{d}%' },
        itemStyle: { borderColor: colours.back, borderWidth: 2 },
      },
    ],
  }
}

export function base(colours: Colours): Option {
  return { backgroundColor: 'transparent', textStyle: { fontFamily: 'inherit', color: colours.text }, animationDuration: 300 }
}

/** Names come from people's records: ECharts escapes them, as long as no formatter makes HTML of its own. */
export function tip(colours: Colours): TooltipComponentOption {
  return { confine: true, backgroundColor: colours.back, borderColor: colours.line, textStyle: { color: colours.text } }
}
