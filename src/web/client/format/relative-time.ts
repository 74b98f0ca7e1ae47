const format = new Intl.RelativeTimeFormat('ru', { numeric: 'auto' })

/**
 * Instant against `now` (ms) → `5 минут назад`, `через 2 часа`, from a day on by the calendar: `вчера`. Within a minute,
 * on either side, it is `только что`: the server's clock and ours need not agree to the second.
 */
export function formatRelative(instant: string, now: number): string {
  const at = Date.parse(instant)
  const minutes = Math.trunc((at - now) / 60_000)
  if (minutes === 0) return 'только что'
  if (Math.abs(minutes) < 60) return format.format(minutes, 'minute')
  if (Math.abs(minutes) < 24 * 60) return format.format(Math.trunc(minutes / 60), 'hour')
  return format.format(Math.round((startOfDay(at) - startOfDay(now)) / 86_400_000), 'day')
}

function startOfDay(ms: number): number {
  return new Date(ms).setHours(0, 0, 0, 0)
}
