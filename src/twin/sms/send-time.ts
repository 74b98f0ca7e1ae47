/** SMSC.ru reads wall-clock times in the account's zone, Moscow, which has had no summer time since 2014. */
const accountOffsetMs = 3 * 3_600_000
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/**
 * When a message with this `time` parameter may leave: `DDMMYYhhmm`, a window `h1-h2`, `0ts` (unix seconds) or
 * `+m` (minutes); `0` and empty mean now. Milliseconds since 1970; null when the format is wrong (error 5).
 */
export function parseSendTime(time: string, now: number): number | null {
  if (time === '' || time === '0') return now
  for (const [pattern, read] of formats) {
    const match = pattern.exec(time)
    if (match) return read(match.slice(1).map(Number), now)
  }
  return null
}

type Reader = (numbers: number[], now: number) => number | null

const formats: [RegExp, Reader][] = [
  [/^\+(\d{1,6})$/, ([minutes = 0], now) => now + minutes * minuteMs],
  [/^0(\d{9,11})$/, ([seconds = 0]) => seconds * 1000],
  [/^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/, readWallClock],
  [/^(\d{1,2})-(\d{1,2})$/, readWindow],
]

function readWallClock([day = 0, month = 0, year = 0, hour = 0, minute = 0]: number[]): number | null {
  const wall = new Date(Date.UTC(2000 + year, month - 1, day, hour, minute))
  const real = wall.getUTCDate() === day && wall.getUTCMonth() === month - 1 && hour < 24 && minute < 60
  return real ? wall.getTime() - accountOffsetMs : null
}

function readWindow([from = 0, to = 0]: number[], now: number): number | null {
  if (from > 23 || to > 24) return null
  const wall = now + accountOffsetMs
  const midnight = wall - (wall % (24 * hourMs))
  const hour = (wall - midnight) / hourMs
  const open = from < to ? hour >= from && hour < to : hour >= from || hour < to
  if (open) return now
  const opens = midnight + from * hourMs
  return (opens > wall ? opens : opens + 24 * hourMs) - accountOffsetMs
}
