import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { Chessboard } from '../../../api/contract.ts'
import classes from './board.module.css'
import { type BoardMap, neighbourOf } from './board-map.ts'
import { type Density, stepDensity } from './density.ts'
import { FloorLabels } from './floor-labels.tsx'
import { HoverCard } from './hover-card.tsx'
import { SectionBlock } from './section-block.tsx'
import { Tray } from './tray.tsx'
import { usePrintFit } from './use-print-fit.ts'

interface BoardProps {
  board: Chessboard
  map: BoardMap
  matched: ReadonlySet<string> | null
  selected: string | undefined
  density: Density
  onDensity: (density: Density) => void
  onOpen: (ref: string) => void
}

const cellAt = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-ref]') : null

const cellOf = (scroller: HTMLElement, ref: string): HTMLElement | null =>
  scroller.querySelector<HTMLElement>(`[data-ref="${CSS.escape(ref)}"]`)

/** The house: sections on one ground line, the tray under it. One listener of each kind serves all cells. */
export function Board({ board, map, matched, selected, density, onDensity, onOpen }: BoardProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const house = useRef<HTMLDivElement>(null)
  const groundFloor = useMemo(() => board.floors.findLast((floor) => floor >= 1) ?? null, [board.floors])
  useWheelZoom(scroller, density, onDensity)
  usePrintFit(house, density)
  useFirstTabStop(scroller, map)

  // A deep link brings its unit into sight once; later changes never move what the reader looks at.
  const opened = useRef(selected)
  useEffect(() => {
    if (opened.current && scroller.current)
      cellOf(scroller.current, opened.current)?.scrollIntoView({ block: 'center', inline: 'center' })
  }, [])

  const onClick = (event: MouseEvent) => {
    const ref = cellAt(event.target)?.dataset['ref']
    if (ref) onOpen(ref)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const from = cellAt(event.target)
    const next = from?.dataset['ref'] && neighbourOf(map, from.dataset['ref'], event.key)
    const to = next && scroller.current ? cellOf(scroller.current, next) : null
    if (!from || !to) return
    event.preventDefault()
    from.tabIndex = -1
    to.tabIndex = 0
    to.focus({ preventScroll: true })
    to.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cells inside are buttons; their events are gathered here
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a focused cell is a click of its own
    <div
      ref={scroller}
      className={classes.scroller}
      data-density={density}
      data-side-panel={selected !== undefined}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <div ref={house} className={classes.house}>
        <FloorLabels side="left" floors={board.floors} groundFloor={groundFloor} />
        {board.sections.map((section) => (
          <SectionBlock
            key={section.name}
            section={section}
            groundFloor={groundFloor}
            matched={matched}
            selected={selected}
          />
        ))}
        <FloorLabels side="right" floors={board.floors} groundFloor={groundFloor} />
      </div>
      <Tray cells={board.tray} matched={matched} selected={selected} />
      <HoverCard board={scroller} map={map} />
    </div>
  )
}

/** Tab enters the board at one cell; the arrows go on from there. */
function useFirstTabStop(scroller: RefObject<HTMLDivElement | null>, map: BoardMap): void {
  useEffect(() => {
    if (scroller.current?.querySelector('[data-ref][tabindex="0"]')) return
    const first = scroller.current?.querySelector<HTMLElement>('[data-ref]')
    if (first) first.tabIndex = 0
  })
  // A click makes the cell under it the stop.
  useEffect(() => {
    const element = scroller.current
    const onFocus = (event: FocusEvent) => {
      const cell = cellAt(event.target)
      if (!cell) return
      for (const stop of element?.querySelectorAll<HTMLElement>('[data-ref][tabindex="0"]') ?? []) stop.tabIndex = -1
      cell.tabIndex = 0
    }
    element?.addEventListener('focusin', onFocus)
    return () => element?.removeEventListener('focusin', onFocus)
  }, [scroller])
}

/** Ctrl-wheel changes the density and keeps what is under the pointer there. */
function useWheelZoom(
  scroller: RefObject<HTMLDivElement | null>,
  density: Density,
  onDensity: (density: Density) => void,
) {
  const anchor = useRef<{ x: number; y: number; left: number; top: number } | null>(null)

  useEffect(() => {
    const element = scroller.current
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
  }, [scroller, density, onDensity])

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after each change of density
  useLayoutEffect(() => {
    const element = scroller.current
    const at = anchor.current
    anchor.current = null
    if (!element || !at) return
    element.scrollLeft = at.left * element.scrollWidth - at.x
    element.scrollTop = at.top * element.scrollHeight - at.y
  }, [density])
}
