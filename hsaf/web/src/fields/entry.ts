/** Keyboard entry: Enter goes to the next input, as on the clerks' old screens. */

const INPUTS = 'input:not([disabled]):not([type=hidden]):not([type=file]), textarea:not([disabled])'

/** Not in texts of many lines, and not while a list of choices is open. */
export function nextOnEnter(event: KeyboardEvent, root: HTMLElement): void {
  const here = event.target as HTMLElement
  if (event.key !== 'Enter' || event.isComposing || here.tagName !== 'INPUT') return
  if (here.closest('[aria-expanded]')?.getAttribute('aria-expanded') === 'true') return
  const inputs = [...root.querySelectorAll<HTMLElement>(INPUTS)].filter((input) => input.offsetParent !== null)
  const next = inputs[inputs.indexOf(here) + 1]
  if (!next) return
  event.preventDefault()
  event.stopPropagation()
  next.focus()
}

export function focusFirst(root: HTMLElement): void {
  root.querySelector<HTMLElement>(INPUTS)?.focus()
}
