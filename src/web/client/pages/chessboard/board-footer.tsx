import { SegmentedControl } from '@mantine/core'
import { IconGridDots, IconLayoutGrid, IconTable } from '@tabler/icons-react'
import type { UnitStatus } from '../../../../model/unit.ts'
import type { Chessboard } from '../../../api/contract.ts'
import { formatTime } from '../../format/time.ts'
import classes from './board-footer.module.css'
import { type Density, densities, isDensity } from './density.ts'
import { Legend } from './legend.tsx'

interface BoardFooterProps {
  board: Chessboard
  kept: ReadonlySet<UnitStatus>
  onToggleStatus: (status: UnitStatus) => void
  density: Density
  onDensity: (density: Density) => void
}

const icons = { squares: IconGridDots, short: IconLayoutGrid, full: IconTable } as const

/** Legend, way to the tray, age of the data and the three densities, like the status bar of a spreadsheet. */
export function BoardFooter({ board, kept, onToggleStatus, density, onDensity }: BoardFooterProps) {
  const showTray = () => document.getElementById('tray')?.scrollIntoView({ block: 'start', behavior: 'smooth' })
  return (
    <footer className={classes.footer}>
      <Legend totals={board.totals} kept={kept} onToggle={onToggleStatus} />
      {board.tray.length > 0 && (
        <button type="button" className={classes.tray} onClick={showTray}>
          Без места: {board.tray.length}
        </button>
      )}
      <span className={classes.asOf} title="На какое время показаны данные">
        на {formatTime(board.asOf)}
      </span>
      <SegmentedControl
        className={classes.zoom}
        size="xs"
        aria-label="Подробность (Ctrl и колесо мыши)"
        value={density}
        onChange={(value) => isDensity(value) && onDensity(value)}
        data={densities.map(({ name, title }) => {
          const Icon = icons[name]
          return {
            value: name,
            label: (
              <Icon size={15} aria-label={title} title={`${title} (Ctrl и колесо мыши)`} style={{ display: 'block' }} />
            ),
          }
        })}
      />
    </footer>
  )
}
