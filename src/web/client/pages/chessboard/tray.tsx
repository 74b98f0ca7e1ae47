import { memo, useMemo } from 'react'
import { type UnitKind, unitKinds } from '../../../../model/unit.ts'
import type { Cell as CellData } from '../../../api/contract.ts'
import { kindWords } from '../../format/unit-words.ts'
import { Cell } from './cell.tsx'
import classes from './tray.module.css'

interface TrayProps {
  cells: readonly CellData[]
  matched: ReadonlySet<string> | null
  selected: string | undefined
}

/** Units that have no place on the grid, by kind: parking, storage, and flats whose place 1C does not know. */
export const Tray = memo(function Tray({ cells, matched, selected }: TrayProps) {
  const groups = useMemo(() => {
    const byKind = Map.groupBy(cells, ({ kind }) => kind)
    return unitKinds.flatMap((kind): [UnitKind, CellData[]][] => {
      const group = byKind.get(kind)
      return group ? [[kind, group]] : []
    })
  }, [cells])
  if (cells.length === 0) return null
  return (
    <section className={classes.tray} id="tray" aria-label="Без места на этажах">
      <h2 className={classes.title}>Без места на этажах</h2>
      {groups.map(([kind, group]) => (
        <div key={kind} className={classes.group}>
          <h3 className={classes.kind}>
            {kindWords[kind].many} · {group.length}, свободно {group.filter(({ status }) => status === 'free').length}
          </h3>
          <div className={classes.cells}>
            {group.map((cell) => (
              <Cell
                key={cell.ref}
                cell={cell}
                isDimmed={matched !== null && !matched.has(cell.ref)}
                isSelected={cell.ref === selected}
              />
            ))}
          </div>
        </div>
      ))}
    </section>
  )
})
