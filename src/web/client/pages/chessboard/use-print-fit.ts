import { type RefObject, useEffect } from 'react'
import { type Density, densities } from './density.ts'

/** Printable width and height of A3 landscape with 8 mm margins, CSS px, less the heading and legend of the page. */
const sheet = { width: 1526, height: 940 }

/** Below this a full cell's text would come out under 4 points, and the shorter cell reads better. */
const legible = 0.55

/**
 * Fits the house onto one A3 sheet while it is being printed: the most detailed density still legible, scaled down as far
 * as needed. On screen nothing changes.
 */
export function usePrintFit(house: RefObject<HTMLElement | null>, density: Density): void {
  useEffect(() => {
    const before = () => {
      const element = house.current
      const board = element?.parentElement
      if (!element || !board) return
      for (const { name } of densities.toReversed()) {
        board.dataset.density = name
        const scale = Math.min(1, sheet.width / element.scrollWidth, sheet.height / element.scrollHeight)
        board.style.setProperty('--print-scale', String(scale))
        if (scale >= legible) break
      }
    }
    const after = () => {
      if (house.current?.parentElement) house.current.parentElement.dataset.density = density
    }
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    }
  }, [house, density])
}
