import { Button } from '@mantine/core'
import { formatTime } from '../format/time.ts'
import classes from './stale-note.module.css'

interface StaleNoteProps {
  error: unknown
  /** When what is shown was read, ms. */
  readAt: number
  onRetry: () => void
  busy: boolean
}

/** Over data that stays although asking again failed: how old it is and how to get news. */
export function StaleNote({ error, readAt, onRetry, busy }: StaleNoteProps) {
  if (!error) return null
  return (
    <p className={classes.note} role="status">
      Обновить не получилось, показано то, что было в {formatTime(readAt)}.
      <Button variant="subtle" size="compact-xs" onClick={onRetry} loading={busy}>
        Обновить
      </Button>
    </p>
  )
}
