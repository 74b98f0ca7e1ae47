import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSpool } from '../../src/store/spool.ts'

test('what streams in comes back by rank, and within a rank as it came', () => {
  const items = fc.array(fc.record({ rank: fc.nat(5), name: fc.string() }), { maxLength: 60 })
  fc.assert(
    fc.property(items, fc.integer({ min: 1, max: 7 }), (given, size) => {
      const spool = openSpool<(typeof given)[number]>()
      for (const item of given) spool.push(item.rank, item)
      const batches = [...spool.batches(size)]
      spool.close()
      expect(batches.every((batch) => batch.length <= size)).toBe(true)
      expect(batches.flat()).toEqual(given.toSorted((a, b) => a.rank - b.rank))
    }),
    { numRuns: 30 },
  )
})
