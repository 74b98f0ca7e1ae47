import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'
import { type Density, stepDensity } from './density.ts'

/** Ctrl-wheel changes the density and keeps what is under the pointer there. */
export function useWheelZoom(
  board: RefObject<HTMLElement | null>,
  density: Density,
  onDensity: (density: Density) => void,
) {
  const anchor = useRef<{ x: number; y: number; left: number; top: number } | null>(null)

  useEffect(() => {
    const element = board.current
    if (!element) return
    let lastAt = 0
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      // A touchpad sends dozens of small wheels for one gesture; one step per gesture is what the hand means.
      if (event.timeStamp - lastAt < 250) return
      lastAt = event.timeStamp
      const box = element.getBoundingClientRect()
      const [x, y] = [event.clientX - box.left, event.clientY - box.top]
      anchor.current = {
        x,
        y,
        left: (element.scrollLeft + x) / element.scrollWidth,
        top: (element.scrollTop + y) / element.scrollHeight,
      }
      onDensity(stepDensity(density, event.deltaY < 0 ? 1 : -1))
    }
    // React's own wheel listener is passive and could not keep the browser from zooming the page.
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [board, density, onDensity])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after each change of density
  useLayoutEffect(() => {
    const element = board.current
    const at = anchor.current
    anchor.current = null
    if (!element || !at) return
    element.scrollLeft = at.left * element.scrollWidth - at.x
    element.scrollTop = at.top * element.scrollHeight - at.y
  }, [density])
}
