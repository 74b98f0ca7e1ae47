import { expect, test } from 'vitest'
import { alertKey, alertStage } from '../../../src/flows/debts/alert-stage.ts'

test.each([
  [0, null],
  [1, 1],
  [6, 1],
  [7, 7],
  [15, 15],
  [36, 30],
  [60, 60],
  [400, 60],
])('a debt %i days past due is at stage %s', (dpd, stage) => {
  expect(alertStage(dpd)).toBe(stage)
})

test('stages may be set in any order, and there may be none', () => {
  expect(alertStage(5, [10, 3, 1])).toBe(3)
  expect(alertStage(5, [])).toBeNull()
})

test('each stage of each debt is alerted under a key of its own', () => {
  expect(alertKey('d-1', '2026-03-15', 30)).toBe('debt:d-1:2026-03-15:30')
})
