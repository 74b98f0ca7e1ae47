import { expect, test } from 'vitest'
import { consequences } from '../../../src/flows/exchange/consequences.ts'
import { flows } from '../../../src/flows/index.ts'

test('what a change in 1C starts is a flow of the table', () => {
  const known = flows.map(({ name }) => name)
  const started = Object.values(consequences).flatMap(({ starts }) => starts)
  expect(started.length).toBeGreaterThan(0)
  expect(started.filter((name) => !known.includes(name))).toEqual([])
})
