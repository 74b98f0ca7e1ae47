const attribute = 'data-mantine-color-scheme'

/** Paper is white: whoever works in the dark scheme prints the light one, and has the dark one back afterwards. */
export function printInLight(): void {
  const root = document.documentElement
  let shown: string | null = null
  window.addEventListener('beforeprint', () => {
    shown ??= root.getAttribute(attribute)
    root.setAttribute(attribute, 'light')
  })
  window.addEventListener('afterprint', () => {
    if (shown) root.setAttribute(attribute, shown)
    shown = null
  })
}
