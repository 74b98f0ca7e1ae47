import fc from 'fast-check'
import { expect, test } from 'vitest'
import { render } from '../../../src/connectors/onec/literals.ts'
import { openWriter } from '../../../src/connectors/onec/writer.ts'
import { HubError } from '../../../src/errors.ts'
import { defaultFaults, type Faults } from '../../../src/twin/infobase/faults.ts'
import { goods } from '../../twin/infobase/shop.ts'
import { openShop } from './shop.ts'

/** Everything that may happen to a write and be over at once; a slow one is waited for by its sink (`lateMs`). */
const mishaps: Partial<Faults>[] = [
  {},
  { loseAnswers: 1 },
  { loseRequests: 1 },
  { html500: true },
  { maintenance: true },
  { sessionPool: true },
  { licence: true },
  { down: true },
  { handlerVeto: 1 },
  { lockConflicts: 1 },
  { readOnly: true },
  { loseSessions: 1, lostSessionStatus: 404 },
  { loseSessions: 2, lostSessionStatus: 500 },
  { failAfterRequests: 1 },
  { sessionCookies: false },
]

const step = fc.record({
  mishap: fc.constantFrom(...mishaps),
  key: fc.constantFrom('A', 'B'),
  weight: fc.nat({ max: 3 }),
})

test('whatever happens on the way, every wish ends as one object that holds it, and no creation is ever repeated blindly', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 15 }), async (steps) => {
      const shop = await openShop()
      const onec = shop.open({ timeoutMs: 2000 })
      const writer = openWriter()
      const put = (key: string, weight: number) =>
        writer.put(
          {
            set: goods,
            find: render('Артикул eq {key}', { key }),
            body: { Артикул: key, Description: `Товар ${key}`, Вес: weight },
            createOnly: ['Description'],
          },
          onec,
        )
      const wanted = new Map<string, number>()
      for (const { mishap, key, weight } of steps) {
        Object.assign(shop.base.faults, defaultFaults, mishap)
        wanted.set(key, weight)
        await put(key, weight).catch((error: unknown) => expect(error).toBeInstanceOf(HubError))
      }
      Object.assign(shop.base.faults, defaultFaults)
      for (const [key, weight] of wanted) {
        await put(key, weight)
        const stored = shop.base.list(goods).filter(({ Артикул }) => String(Артикул).trim() === key)
        expect(stored.map(({ Вес }) => Number(Вес))).toEqual([weight])
        const { did } = await put(key, weight)
        expect(did).toBe('nothing')
      }
      await onec.close()
      expect(shop.base.sessions.state().explicit).toBe(0)
    }),
    { numRuns: 40 },
  )
})
