import { expect, test } from 'vitest'
import { until } from '../until.ts'
import { type SqliteBench, sqliteBench } from './sqlite-bench.ts'

const day = 24 * 3_600_000

/** One life of a hub with a yearly schedule; returns how often that has fired so far. */
async function live(bench: SqliteBench, cron = '0 0 1 1 *'): Promise<number> {
  const engine = bench.engine()
  engine.register('report', {}, async () => undefined)
  await engine.schedule('new-year', cron, 'Europe/Moscow', 'report', { year: true })
  await engine.start()
  await until(async () => expect((await engine.stats()).report).toMatchObject({ ready: 0, active: 0 }))
  await engine.stop(1000)
  return (await engine.list({ queue: 'report', state: 'done' })).length
}

const now = () => new Date().toISOString()
const expectedSlots = (bench: SqliteBench) =>
  bench.store.db.selectFrom('scheduleSlot').select('slot').where('firedAt', 'is', null).execute()

test('a schedule never seen before has missed nothing', async () => {
  const bench = await sqliteBench(now())
  expect(await live(bench)).toBe(0)
  const [next] = await expectedSlots(bench)
  expect(next?.slot).toMatch(/-12-31T21:00:00\.000Z$/)
})

test('a slot that passed while the hub was down fires once, at the next start', async () => {
  const bench = await sqliteBench(now())
  await live(bench)
  bench.clock.advance(800 * day)
  expect(await live(bench)).toBe(1)
  expect(await live(bench)).toBe(1)
})

test('a changed cron expression forgets the slot it no longer has', async () => {
  const bench = await sqliteBench(now())
  await live(bench)
  await live(bench, '0 0 2 1 *')
  const slots = await expectedSlots(bench)
  expect(slots).toHaveLength(1)
  expect(slots[0]?.slot).toMatch(/-01-01T21:00:00\.000Z$/)
})

test('a schedule of the same name replaces the earlier one', async () => {
  const bench = await sqliteBench(now())
  const engine = bench.engine()
  await engine.start()
  await engine.schedule('new-year', '0 0 1 1 *', 'Europe/Moscow', 'report', {})
  await engine.schedule('new-year', '0 0 2 1 *', 'Europe/Moscow', 'report', {})
  expect(await expectedSlots(bench)).toHaveLength(1)
})

test('a firing waits in one job while the one of an earlier slot has not started', async () => {
  const bench = await sqliteBench(now())
  const engine = bench.engine()
  await engine.schedule('new-year', '0 0 1 1 *', 'Europe/Moscow', 'report', {})
  const startAndStop = async () => {
    await engine.start()
    await engine.stop(0)
  }
  await startAndStop()
  bench.clock.advance(800 * day)
  await startAndStop()
  expect(await engine.list({ queue: 'report' })).toHaveLength(1)
  await bench.store.db.updateTable('scheduleSlot').set({ firedAt: null }).execute()
  await startAndStop()
  expect(await engine.list({ queue: 'report' })).toHaveLength(1)
  expect(await expectedSlots(bench)).toEqual([])
})
