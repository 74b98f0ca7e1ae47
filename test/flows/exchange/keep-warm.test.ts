import { expect, test } from 'vitest'
import { isDue } from '../../../src/flows/exchange/keep-warm.ts'

const day = { from: '08:30', to: '21:00', every: 300_000 }
const night = { from: '22:00', to: '06:00', every: 300_000 }

/** Whether 1C would be asked at this time of Moscow, when it answered last so many minutes ago. */
function isAsked(time: string, minutesAgo: number | null, warm = day): boolean {
  const now = new Date(`2026-11-24T${time}:00+03:00`)
  const answeredAt = minutesAgo === null ? null : new Date(now.getTime() - minutesAgo * 60_000)
  const hub = {
    now: () => now,
    onec: { health: () => ({ answeredAt }) },
    config: { onec: { timezone: 'Europe/Moscow' } },
  }
  return isDue(hub as unknown as Parameters<typeof isDue>[0], warm)
}

test('in working hours 1C is asked when it was silent for so long, or never asked yet', () => {
  expect(isAsked('08:30', 5)).toBe(true)
  expect(isAsked('12:00', null)).toBe(true)
  expect(isAsked('12:00', 4)).toBe(false)
})

test('outside of them it may sleep', () => {
  expect(isAsked('08:29', 60)).toBe(false)
  expect(isAsked('21:00', null)).toBe(false)
})

test('hours may run over midnight', () => {
  expect(['23:00', '03:00', '12:00'].map((time) => isAsked(time, 60, night))).toEqual([true, true, false])
})
