import { memo } from 'react'
import type { Chessboard } from '../../../api/contract.ts'
import { formatSection } from '../../format/section.ts'
import classes from './board.module.css'
import { Cell } from './cell.tsx'

interface SectionBlockProps {
  section: Chessboard['sections'][number]
  /** The lowest floor above the ground, under which the ground line runs; null when the house has none. */
  groundFloor: number | null
  /** Refs that pass the filter; null when nothing is filtered. */
  matched: ReadonlySet<string> | null
  selected: string | undefined
}

/** One section as a column: sky, its name on the roof, storeys down to the ground line and below it. */
export const SectionBlock = memo(function SectionBlock({ section, groundFloor, matched, selected }: SectionBlockProps) {
  const roof = section.floors.findIndex(({ cells }) => cells.some((cell) => cell !== null))
  const sky = roof === -1 ? section.floors.length : roof
  const free = section.floors.reduce(
    (sum, { cells }) => sum + cells.filter((cell) => cell?.status === 'free').length,
    0,
  )
  return (
    <section className={classes.section} aria-label={formatSection(section.name)}>
      <div className={classes.sky} style={{ height: `calc(${sky} * (var(--cell-height) + 2px))` }} />
      <header className={classes.roof}>
        <span className={classes.roofName}>
          {section.name.length <= 3 && <span className={classes.roofWord}>Секция </span>}
          {section.name}
        </span>
        <span className={classes.roofFree} title={`Свободно: ${free}`}>
          <span className={classes.roofWord}>свободно </span>
          {free}
        </span>
      </header>
      <div className={classes.storeys} style={{ width: `calc(${section.width} * (var(--cell-width) + 2px))` }}>
        {section.floors.slice(sky).map(({ floor, cells }) => (
          <div key={floor} className={classes.storey} data-ground={floor === groundFloor}>
            {cells.map((cell, position) =>
              cell ? (
                <Cell
                  key={cell.ref}
                  cell={cell}
                  isDimmed={matched !== null && !matched.has(cell.ref)}
                  isSelected={cell.ref === selected}
                />
              ) : (
                // biome-ignore lint/suspicious/noArrayIndexKey: the place on the landing is the identity of a gap
                <span key={position} className={classes.gap} />
              ),
            )}
          </div>
        ))}
      </div>
    </section>
  )
})
