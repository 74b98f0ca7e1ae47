import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react'
import type { Chessboard } from '../../../api/contract.ts'
import classes from './board.module.css'
import { type BoardMap, neighbourOf } from './board-map.ts'
import { cellAt, cellOf } from './cell-element.ts'
import type { Density } from './density.ts'
import { FloorLabels } from './floor-labels.tsx'
import { HoverCard } from './hover-card.tsx'
import { SectionBlock } from './section-block.tsx'
import { Tray } from './tray.tsx'
import { usePrintFit } from './use-print-fit.ts'
import { useTabStop } from './use-tab-stop.ts'
import { useWheelZoom } from './use-wheel-zoom.ts'

interface BoardProps {
  board: Chessboard
  map: BoardMap
  matched: ReadonlySet<string> | null
  selected: string | undefined
  density: Density
  onDensity: (density: Density) => void
  onOpen: (ref: string) => void
}

/** The house: sections on one ground line, the tray under it. One listener of each kind serves all cells. */
export function Board({ board, map, matched, selected, density, onDensity, onOpen }: BoardProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const groundFloor = useMemo(() => board.floors.findLast((floor) => floor >= 1) ?? null, [board.floors])
  useWheelZoom(scroller, density, onDensity)
  usePrintFit(scroller, board)
  useTabStop(scroller)

  // The unit of the card comes into sight when the card opens; live changes never move what the reader looks at.
  const isFirst = useRef(true)
  useEffect(() => {
    const block = isFirst.current ? 'center' : 'nearest'
    isFirst.current = false
    const cell = selected && scroller.current ? cellOf(scroller.current, selected) : null
    cell?.scrollIntoView({ block, inline: block })
  }, [selected])

  const onClick = (event: MouseEvent) => {
    const ref = cellAt(event.target)?.dataset.ref
    if (ref) onOpen(ref)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const from = cellAt(event.target)?.dataset.ref
    const next = from && neighbourOf(map, from, event.key)
    const to = next && scroller.current ? cellOf(scroller.current, next) : null
    if (!to) return
    event.preventDefault()
    to.focus({ preventScroll: true })
    to.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the cells inside are buttons; their events are gathered here
    <div
      ref={scroller}
      className={classes.scroller}
      data-density={density}
      data-side-panel={selected !== undefined}
      onClick={onClick}
      onKeyDown={onKeyDown}
    >
      <div className={classes.house}>
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
