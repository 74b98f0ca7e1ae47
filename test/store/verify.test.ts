import { expect, test } from 'vitest'
import {
  beginVerification,
  finishVerification,
  gapsOf,
  getGap,
  getVerification,
  settleGap,
  verifiedDays,
} from '../../src/store/verify.ts'
import { openScratch } from '../../src/store/verify-scratch.ts'
import { tempStore } from './temp-store.ts'

const facts = { day: '2026-11-24', cause: 'schedule', traceId: 'trace' }
const at = new Date('2026-11-24T02:00:00Z')
const later = (minutes: number) => new Date(at.getTime() + minutes * 60_000)
const outcome = { verdict: 'clean', reason: null, gaps: 0, healed: 0, figures: [] } as const

test('a second comparison is refused until the first is over, or has not moved for long', async () => {
  const { db } = await tempStore()
  const first = await beginVerification(db, facts, at)
  expect(await beginVerification(db, facts, later(5))).toBeNull()
  const second = await beginVerification(db, facts, later(20))
  expect(second).not.toBeNull()
  expect(await getVerification(db, first?.id ?? '')).toMatchObject({
    verdict: 'failed',
    reason: expect.stringMatching(/оборвалась/),
  })
})

test('the calendar has the last finished comparison of each day, and 400 days of them', async () => {
  const { db } = await tempStore()
  for (const [day, instant] of [
    ['2025-10-01', new Date('2025-10-01T02:00:00Z')],
    ['2026-11-23', new Date('2026-11-23T02:00:00Z')],
    ['2026-11-23', new Date('2026-11-23T12:00:00Z')],
  ] as const) {
    const run = await beginVerification(db, { ...facts, day }, instant)
    await db
      .transaction()
      .execute((trx) =>
        finishVerification(
          trx,
          run?.id ?? '',
          { ...outcome, verdict: instant.getUTCHours() > 10 ? 'gaps' : 'clean' },
          [],
          instant.toISOString(),
        ),
      )
  }
  await beginVerification(db, facts, at)
  expect(await verifiedDays(db, '2020-01-01')).toMatchObject([{ day: '2026-11-23', verdict: 'gaps' }])
})

test('a gap that is mended later changes what its certificate says', async () => {
  const { db } = await tempStore()
  const run = await beginVerification(db, facts, at)
  const id = run?.id ?? ''
  const gap = {
    entity: 'unit',
    ref: 'a',
    kind: 'missing_here',
    text: 'x',
    healable: 1,
    state: 'open',
    settledAt: null,
  } as const
  const figures = [{ entity: 'unit', gaps: 2, healed: 0 }]
  await db
    .transaction()
    .execute((trx) =>
      finishVerification(
        trx,
        id,
        { ...outcome, verdict: 'gaps', gaps: 2, figures },
        [gap, { ...gap, ref: 'b' }],
        at.toISOString(),
      ),
    )
  for (const { id: number } of await gapsOf(db, id)) {
    const found = await getGap(db, number)
    if (found) await db.transaction().execute((trx) => settleGap(trx, found, 'healed', at.toISOString()))
  }
  expect(await getVerification(db, id)).toMatchObject({ verdict: 'healed', gaps: 0, healed: 2 })
  expect(JSON.parse((await getVerification(db, id))?.figures ?? '')).toEqual([{ entity: 'unit', gaps: 2, healed: 2 }])
})

test('the notes of a comparison tell fresh keys, and keys that several objects bear', () => {
  const scratch = openScratch()
  expect(
    scratch.meet('client', [
      ['a', '1'],
      ['b', '2'],
    ]),
  ).toEqual(new Set(['a', 'b']))
  expect(
    scratch.meet('client', [
      ['a', '3'],
      ['c', '4'],
    ]),
  ).toEqual(new Set(['c']))
  expect(scratch.borne('client', ['a', 'b', 'x'])).toEqual(
    new Map([
      ['a', 2],
      ['b', 1],
    ]),
  )
  expect(scratch.keys('client', '', 10, 'repeated')).toEqual(['a'])
  expect(scratch.keys('client', 'a', 10, 'all')).toEqual(['b', 'c'])
  scratch.suspect({ entity: 'unit', ref: 'r', was: '1' })
  scratch.suspect({ entity: 'unit', ref: 'r', was: '2' })
  expect(scratch.suspects('unit', '', 10)).toEqual([{ entity: 'unit', ref: 'r', was: '2' }])
  scratch.clear('unit', 'r')
  expect(scratch.count('unit')).toBe(0)
  scratch.close()
})
