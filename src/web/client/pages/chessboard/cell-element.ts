/** The drawn cell an event happened in. */
export function cellAt(target: EventTarget | null): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('[data-ref]') : null
}

/** The drawn cell of a unit. */
export function cellOf(board: HTMLElement, ref: string): HTMLElement | null {
  return board.querySelector<HTMLElement>(`[data-ref="${CSS.escape(ref)}"]`)
}
