import { type RefObject, useEffect } from 'react'
import { cellAt } from './cell-element.ts'

/** Tab enters the board at one cell, the last one in use, and leaves it with the next press; arrows move inside. */
export function useTabStop(board: RefObject<HTMLElement | null>): void {
  // Runs after every drawing: the stop may have left with a unit that is no longer there.
  useEffect(() => {
    if (board.current?.querySelector('[data-ref][tabindex="0"]')) return
    const first = board.current?.querySelector<HTMLElement>('[data-ref]')
    if (first) first.tabIndex = 0
  })

  useEffect(() => {
    const element = board.current
    const onFocus = (event: FocusEvent) => {
      const cell = cellAt(event.target)
      if (!cell) return
      for (const stop of element?.querySelectorAll<HTMLElement>('[data-ref][tabindex="0"]') ?? []) stop.tabIndex = -1
      cell.tabIndex = 0
    }
    element?.addEventListener('focusin', onFocus)
    return () => element?.removeEventListener('focusin', onFocus)
  }, [board])
}
