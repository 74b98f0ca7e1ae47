import { empty } from './empty.ts'

const day = new Intl.DateTimeFormat('ru-RU', { day: '2-digit', month: '2-digit', year: 'numeric' })
const dayMonth = new Intl.DateTimeFormat('ru-RU', { day: '2-digit', month: '2-digit' })

/** Calendar date `2026-11-23` or an instant → `23.11.2026`. A bare date belongs to no time zone and is not shifted. */
export function formatDate(value: string | null): string {
  if (value === null) return empty
  const bare = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  return bare ? `${bare[3]}.${bare[2]}.${bare[1]}` : day.format(new Date(value))
}

/** Instant → `23.11`. */
export function formatDayMonth(instant: string): string {
  return dayMonth.format(new Date(instant))
}
