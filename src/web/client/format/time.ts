import { formatDate } from './date.ts'
import { empty } from './empty.ts'

const time = new Intl.DateTimeFormat('ru-RU', { hour: '2-digit', minute: '2-digit' })
const timeExact = new Intl.DateTimeFormat('ru-RU', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** Instant → `14:05`. */
export function formatTime(instant: string | number | null): string {
  return instant === null ? empty : time.format(new Date(instant))
}

/** Instant → `14:05:31`. */
export function formatTimeExact(instant: string): string {
  return timeExact.format(new Date(instant))
}

/** Instant → `23.11.2026 14:05:31`. */
export function formatInstant(instant: string): string {
  return `${formatDate(instant)} ${formatTimeExact(instant)}`
}
