import type { JournalRow } from '../../../api/contract.ts'
import { formatDate, formatDayMonth } from '../../format/date.ts'
import { plural } from '../../format/plural.ts'
import { formatInstant, formatTime } from '../../format/time.ts'
import { MiddleCut } from '../../parts/middle-cut.tsx'
import classes from './journal-list.module.css'
import { topicWords } from './journal-words.ts'
import { LevelMark } from './level-mark.tsx'

interface JournalLineProps {
  row: JournalRow
  index: number
  /** Offset from the top of the list, px. */
  top: number
  isOpened: boolean
  onOpen: (traceId: string) => void
}

export function JournalLine({ row, index, top, isOpened, onOpen }: JournalLineProps) {
  const isToday = new Date(row.lastAt).toDateString() === new Date().toDateString()
  return (
    <li className={classes.line} style={{ transform: `translateY(${top}px)` }}>
      <button
        type="button"
        className={classes.row}
        data-index={index}
        data-opened={isOpened}
        onClick={() => onOpen(row.traceId)}
      >
        <LevelMark level={row.level} />
        <time className={classes.when} dateTime={row.lastAt} title={formatInstant(row.lastAt)}>
          {!isToday && (
            <>
              {formatDayMonth(row.lastAt)}
              <span className={classes.year}>{formatDate(row.lastAt).slice(5)}</span>{' '}
            </>
          )}
          {formatTime(row.lastAt)}
        </time>
        <span className={classes.topic}>{topicWords[row.topic]}</span>
        <span className={classes.title}>
          <MiddleCut text={row.title} />
        </span>
        <span className={classes.steps}>{plural(row.steps, ['шаг', 'шага', 'шагов'])}</span>
      </button>
    </li>
  )
}
