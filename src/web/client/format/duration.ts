import { empty } from './empty.ts'
import { formatNumber } from './number.ts'

/** Seconds of talk → `3:07`, above an hour `1:03:07`. */
export function formatTalk(seconds: number | null): string {
  if (seconds === null) return empty
  const two = (value: number) => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const tail = two(seconds % 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${tail}` : `${minutes}:${tail}`
}

/** Milliseconds since the first step of a trace → `+42 мс`, `+1,3 с`, `+5 мин`. */
export function formatOffset(ms: number): string {
  if (ms === 0) return '0\u00a0мс'
  if (ms < 1000) return `+${formatNumber(ms)}\u00a0мс`
  if (ms < 60_000) return `+${formatNumber(ms / 1000, 1)}\u00a0с`
  if (ms < 3_600_000) return `+${formatNumber(ms / 60_000)}\u00a0мин`
  return `+${formatNumber(ms / 3_600_000, 1)}\u00a0ч`
}
