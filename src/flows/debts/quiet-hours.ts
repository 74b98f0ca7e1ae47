import type { DateTime } from 'luxon'

/** `HH:MM`; `from` may be later than `to`: quiet over midnight. */
export interface QuietHours {
  from: string
  to: string
}

/** The moment itself when messages may go out, else the end of the quiet hours it falls into. */
export function nextLoudMoment(local: DateTime, { from, to }: QuietHours): DateTime {
  const clock = local.toFormat('HH:mm')
  const overMidnight = from > to
  const isQuiet = overMidnight ? clock >= from || clock < to : clock >= from && clock < to
  if (!isQuiet) return local
  const [hour = 0, minute = 0] = to.split(':').map(Number)
  const end = local.set({ hour, minute, second: 0, millisecond: 0 })
  return overMidnight && clock >= from ? end.plus({ days: 1 }) : end
}
