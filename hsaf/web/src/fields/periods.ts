/** Periods that people ask for by name, as first and last day. */

export interface Period {
  name: string
  /** `YYYY-MM-DD`, both days included. */
  from: string
  to: string
}

const written = (year: number, month: number, day: number): string => {
  const date = new Date(Date.UTC(year, month, day))
  return date.toISOString().slice(0, 10)
}

/** The months from `first` (0 is January, other years are counted through) for `months` of them. */
function span(name: string, year: number, first: number, months: number): Period {
  return { name, from: written(year, first, 1), to: written(year, first + months, 0) }
}

/** `past`: what is under way ends today, so that it can be compared with the same time before. */
export function periodsAround(today: Date, past: boolean): Period[] {
  const now = written(today.getFullYear(), today.getMonth(), today.getDate())
  return whole(today).map((period) => (past && period.to > now ? { ...period, to: now } : period))
}

function whole(today: Date): Period[] {
  const year = today.getFullYear()
  const month = today.getMonth()
  const quarter = month - (month % 3)
  return [
    span('本月', year, month, 1),
    span('上月', year, month - 1, 1),
    span('本季', year, quarter, 3),
    span('上季', year, quarter - 3, 3),
    span('本年', year, 0, 12),
    span('上年', year - 1, 0, 12),
  ]
}
