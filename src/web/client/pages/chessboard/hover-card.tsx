import { useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { unitQuery } from '../../api/queries.ts'
import { formatAreaWithUnit } from '../../format/area.ts'
import { formatMoney, formatRoubles } from '../../format/money.ts'
import { formatRooms } from '../../format/rooms.ts'
import { formatSection } from '../../format/section.ts'
import { kindWords, statusWords } from '../../format/unit-words.ts'
import type { BoardMap } from './board-map.ts'
import { cellAt } from './cell-element.ts'
import classes from './hover-card.module.css'
import { PlanImage } from './plan-image.tsx'

interface HoverCardProps {
  board: RefObject<HTMLElement | null>
  map: BoardMap
}

/** A pointer that only passes over cells opens nothing. */
const settleMs = 220
const size = { width: 256, height: 330 }

/** Plan and price of the cell under the pointer. One card for the whole board; the board is not drawn again for it. */
export function HoverCard({ board, map }: HoverCardProps) {
  const [at, setAt] = useState<{ ref: string; box: DOMRect } | null>(null)

  useEffect(() => {
    const element = board.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const hide = () => {
      clearTimeout(timer)
      setAt(null)
    }
    const onOver = (event: PointerEvent) => {
      const cell = cellAt(event.target)
      const ref = cell?.dataset.ref
      hide()
      if (cell && ref && event.pointerType === 'mouse') {
        timer = setTimeout(() => setAt({ ref, box: cell.getBoundingClientRect() }), settleMs)
      }
    }
    element.addEventListener('pointerover', onOver)
    element.addEventListener('pointerleave', hide)
    element.addEventListener('pointerdown', hide)
    element.addEventListener('scroll', hide, { passive: true })
    return () => {
      hide()
      element.removeEventListener('pointerover', onOver)
      element.removeEventListener('pointerleave', hide)
      element.removeEventListener('pointerdown', hide)
      element.removeEventListener('scroll', hide)
    }
  }, [board])

  return at && <Card unit={at.ref} box={at.box} map={map} />
}

function Card({ unit, box, map }: { unit: string; box: DOMRect; map: BoardMap }) {
  const { data: card } = useQuery(unitQuery(unit))
  const place = map.places.get(unit)
  if (!place) return null
  const { cell, floor, section } = place
  const where = [section && formatSection(section), floor !== null && `этаж ${floor}`].filter(Boolean).join(', ')
  return (
    <div className={classes.card} style={beside(box)} role="tooltip">
      <p className={classes.title}>
        {kindWords[cell.kind].one} {cell.number}
        <span className={classes.status} data-status={cell.status}>
          {statusWords[cell.status].word}
        </span>
      </p>
      <p className={classes.dim}>
        {[formatRooms(cell), formatAreaWithUnit(cell.area), where].filter(Boolean).join(' · ')}
      </p>
      {card?.planUrl && <PlanImage url={card.planUrl} className={classes.plan} />}
      <p className={classes.price}>{formatMoney(cell.price)}</p>
      {card?.pricePerMetre && <p className={classes.dim}>{formatRoubles(card.pricePerMetre)} за м²</p>}
      {cell.clientName && <p>{cell.clientName}</p>}
    </div>
  )
}

/** Right of the cell, or left of it where the window ends; never over the cell itself. */
function beside(box: DOMRect): { left: number; top: number } {
  const gap = 8
  const isRoom = box.right + gap + size.width < window.innerWidth
  return {
    left: isRoom ? box.right + gap : Math.max(gap, box.left - gap - size.width),
    top: Math.max(gap, Math.min(box.top, window.innerHeight - size.height - gap)),
  }
}
