import fc from 'fast-check'
import { expect, test } from 'vitest'
import { gather } from '../../../src/flows/exchange/gather.ts'

async function* given(items: number[]): AsyncGenerator<number> {
  yield* items
}

test('nothing is lost or put out of order, and no list but the last weighs less than enough', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 9 })),
      fc.integer({ min: 1, max: 20 }),
      async (items, enough) => {
        const lists: number[][] = []
        for await (const list of gather(given(items), (item) => item, { enough, ms: 60_000 })) lists.push(list)
        expect(lists.flat()).toEqual(items)
        const sums = lists.map((list) => list.reduce((sum, item) => sum + item, 0))
        expect(sums.slice(0, -1).every((sum) => sum >= enough)).toBe(true)
        expect(lists.every((list) => list.length > 0)).toBe(true)
      },
    ),
  )
})

test('what comes slowly does not wait for more', async () => {
  const lists: number[][] = []
  for await (const list of gather(given([1, 2, 3]), () => 1, { enough: 100, ms: 0 })) lists.push(list)
  expect(lists).toEqual([[1], [2], [3]])
})
