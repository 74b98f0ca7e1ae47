export const byId = (id) => document.getElementById(id)

/** An element with properties and children; texts are texts, so nothing read from the base can become markup. */
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue
    if (name in element) element[name] = value
    else element.setAttribute(name, value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined))
  return element
}

let fading

/** A sentence at the bottom of the window that goes away by itself. */
export function say(text, isBad = false) {
  const note = byId('note')
  note.textContent = text
  note.className = `note shown${isBad ? ' bad' : ''}`
  clearTimeout(fading)
  fading = setTimeout(() => note.classList.remove('shown'), isBad ? 7000 : 4000)
}

/** Turns a row of buttons with `data-panel` into tabs over the elements of those ids. */
export function switchPanels(nav, onShow) {
  nav.addEventListener('click', ({ target }) => {
    const chosen = target.closest('button')
    if (!chosen) return
    for (const button of nav.querySelectorAll('button')) {
      button.setAttribute('aria-selected', String(button === chosen))
      byId(button.dataset.panel).hidden = button !== chosen
    }
    onShow?.(chosen.dataset.panel)
  })
}
