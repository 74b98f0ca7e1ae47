import { type RefObject, useEffect } from 'react'
import type { Chessboard } from '../../../api/contract.ts'
import { fitPrint } from './print-fit.ts'

/** Puts the house onto one A3 sheet while it is being printed; what is on the screen comes back afterwards. */
export function usePrintFit(element: RefObject<HTMLElement | null>, board: Chessboard): void {
  useEffect(() => {
    let shown: string | undefined
    const before = () => {
      if (!element.current) return
      const { density, scale } = fitPrint(board)
      shown ??= element.current.dataset.density
      element.current.dataset.density = density
      element.current.style.setProperty('--print-scale', String(scale))
    }
    const after = () => {
      if (element.current && shown !== undefined) element.current.dataset.density = shown
      shown = undefined
    }
    window.addEventListener('beforeprint', before)
    window.addEventListener('afterprint', after)
    return () => {
      window.removeEventListener('beforeprint', before)
      window.removeEventListener('afterprint', after)
    }
  }, [element, board])
}
