import { expect, test } from 'vitest'
import { monthTitle, shiftMonth, weeksOf } from '../../../src/web/client/pages/verify/month.ts'

test('a month is laid out in weeks from Monday', () => {
  const weeks = weeksOf('2026-11')
  expect(weeks[0]).toEqual([null, null, null, null, null, null, '2026-11-01'])
  expect(weeks.at(-1)).toEqual(['2026-11-30', null, null, null, null, null, null])
  expect(weeksOf('2027-02')).toHaveLength(4)
})

test('months follow one another over the year', () => {
  expect(shiftMonth('2026-12', 1)).toBe('2027-01')
  expect(shiftMonth('2026-01', -1)).toBe('2025-12')
  expect(monthTitle('2026-11')).toBe('Ноябрь 2026')
})
