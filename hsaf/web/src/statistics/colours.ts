/** Colours of charts; those of the pages, so that both modes have enough contrast. */

/** At least 3:1 on the card they stand on, and told apart by people who do not see red and green. */
const LIGHT = ['#1458a8', '#b8590a', '#1c7c3c', '#8a3fa0', '#0b7285', '#a8324e', '#7a6400', '#5a6270']
const DARK = ['#6aa5e8', '#f0a35e', '#6cc48a', '#cf9be0', '#5fc6d8', '#f092a8', '#d8c25a', '#a5adba']

export interface Colours {
  series: string[]
  text: string
  strong: string
  line: string
  back: string
  /** Of the earlier period. */
  past: string
  /** From few to many, on maps. */
  range: string[]
  /** Of the division under the pointer. */
  lit: string
}

export function coloursOf(place: HTMLElement, dark: boolean): Colours {
  const style = getComputedStyle(place)
  const of = (name: string): string => style.getPropertyValue(name).trim()
  return {
    series: dark ? DARK : LIGHT,
    text: of('--el-text-color-regular'),
    strong: of('--el-text-color-primary'),
    line: of('--el-border-color-lighter'),
    back: of('--el-bg-color'),
    past: dark ? '#a5adba' : '#6b7280',
    range: dark ? ['#1c2733', '#2b4a6b', '#386aa3'] : ['#eef4fb', '#bcd5ef', '#86b3e4'],
    lit: dark ? '#8a5a1e' : '#f5c98f',
  }
}
