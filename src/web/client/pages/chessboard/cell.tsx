import { memo } from 'react'
import type { Cell as CellData } from '../../../api/contract.ts'
import { formatArea } from '../../format/area.ts'
import { formatMoneyShort } from '../../format/money.ts'
import { formatRooms } from '../../format/rooms.ts'
import { kindWords, statusWords } from '../../format/unit-words.ts'
import { useFlash } from '../../parts/use-flash.ts'
import classes from './cell.module.css'

interface CellProps {
  cell: CellData
  isDimmed: boolean
  isSelected: boolean
}

/**
 * One unit. A house has over a thousand of them, so a cell listens to nothing (the board does) and is drawn again only when
 * its own data changes: the query keeps the identity of what stayed the same. Density is the board's style, not a property.
 */
export const Cell = memo(function Cell({ cell, isDimmed, isSelected }: CellProps) {
  const { word, letter } = statusWords[cell.status]
  const rooms = formatRooms(cell)
  const [price, scale] = formatMoneyShort(cell.price).split('\u00a0')
  const flash = useFlash<HTMLButtonElement>(`${cell.status} ${cell.price} ${cell.clientName}`)
  return (
    <button
      ref={flash}
      type="button"
      tabIndex={-1}
      className={classes.cell}
      data-ref={cell.ref}
      data-status={cell.status}
      data-named={cell.clientName !== null}
      data-dimmed={isDimmed}
      data-selected={isSelected}
      aria-label={`${kindWords[cell.kind].one} ${cell.number}, ${word}`}
    >
      <span className={classes.number}>{cell.number}</span>
      <span className={classes.letter}>{letter}</span>
      <span className={classes.plan}>
        {rooms && <span className={classes.rooms}>{rooms}</span>}
        <span className={classes.area}>{formatArea(cell.area)}</span>
      </span>
      <span className={classes.price}>
        {price}
        {scale && <span className={scale === 'млн' ? classes.millions : classes.thousands}>&nbsp;{scale}</span>}
      </span>
      {cell.clientName !== null && <span className={classes.client}>{cell.clientName}</span>}
    </button>
  )
})
