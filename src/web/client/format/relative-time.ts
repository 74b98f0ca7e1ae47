const format = new Intl.RelativeTimeFormat('ru', { numeric: 'auto' })

/** Largest unit first: how many seconds it has, and its name for Intl. */
const units = [
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
] as const

/** Instant against `now` (ms) → `5 минут назад`, `вчера`, `через 2 часа`; under a minute `только что`. */
export function formatRelative(instant: string, now: number): string {
  const seconds = Math.round((Date.parse(instant) - now) / 1000)
  for (const [size, unit] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit)
  }
  return seconds > 0 ? 'меньше чем через минуту' : 'только что'
}
