/** Esc in a closed list of choices closes the dialog around it; the component library stops the key there. */

const closed = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && !!target.closest('.el-select') && target.getAttribute('aria-expanded') !== 'true'

export function passEscapeOn(): void {
  document.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape' || event.isComposing || !closed(event.target)) return
      event.stopImmediatePropagation()
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', code: 'Escape' }))
    },
    { capture: true },
  )
}
