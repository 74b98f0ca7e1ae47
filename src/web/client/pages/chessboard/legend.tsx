import type { UnitStatus } from '../../../../model/unit.ts'
import type { Chessboard } from '../../../api/contract.ts'
import { formatAreaTotal } from '../../format/area.ts'
import { formatMoney } from '../../format/money.ts'
import { formatNumber } from '../../format/number.ts'
import { statusWords } from '../../format/unit-words.ts'
import classes from './legend.module.css'

interface LegendProps {
  totals: Chessboard['totals']
  /** Statuses kept by the filter; empty when all are. */
  kept: ReadonlySet<UnitStatus>
  onToggle: (status: UnitStatus) => void
}

/** What the colours mean and how much of each there is; a click keeps that status alone or adds it. */
export function Legend({ totals, kept, onToggle }: LegendProps) {
  return (
    <fieldset className={classes.legend} aria-label="Состояния помещений">
      {totals.map(({ status, count, area, price }) => (
        <button
          key={status}
          type="button"
          className={classes.status}
          aria-pressed={kept.has(status)}
          data-off={kept.size > 0 && !kept.has(status)}
          title={`На сумму ${formatMoney(price)}. Нажмите, чтобы выделить на шахматке.`}
          onClick={() => onToggle(status)}
        >
          <span className={classes.swatch} data-status={status} aria-hidden>
            {statusWords[status].letter}
          </span>
          <span className={classes.word}>{statusWords[status].plural}</span>
          <strong>{formatNumber(count)}</strong>
          <span className={classes.area}>{formatAreaTotal(area)}</span>
        </button>
      ))}
    </fieldset>
  )
}
