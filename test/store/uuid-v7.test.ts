import fc from 'fast-check'
import { expect, test } from 'vitest'
import { uuidV7 } from '../../src/store/uuid-v7.ts'

test('a UUID of version 7 sorts by its moment', () => {
  const moment = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(moment, moment, (a, b) => {
      fc.pre(a.getTime() < b.getTime())
      expect(uuidV7(a)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      expect(uuidV7(a) < uuidV7(b)).toBe(true)
    }),
  )
})
