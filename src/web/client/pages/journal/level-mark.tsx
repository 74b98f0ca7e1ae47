import { IconAlertCircle, IconAlertTriangle } from '@tabler/icons-react'
import type { JournalRow } from '../../../api/contract.ts'
import classes from './journal-list.module.css'

/** How serious: nothing but a quiet dot for what went as it should. */
export function LevelMark({ level }: { level: JournalRow['level'] }) {
  return (
    <span className={classes.level} data-level={level}>
      {level === 'info' && <span className={classes.quiet} />}
      {level === 'warning' && <IconAlertCircle size={17} aria-label="Предупреждение" />}
      {level === 'error' && <IconAlertTriangle size={17} aria-label="Ошибка" />}
    </span>
  )
}
