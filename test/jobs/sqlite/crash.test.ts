import { expect, test } from 'vitest'
import { startChild } from '../../child.ts'
import { createHold, put, rowOf } from '../bench.ts'
import { until } from '../until.ts'
import { sqliteBench } from './sqlite-bench.ts'

const script = new URL('./worker-child.ts', import.meta.url)

/** A job that was running in a process when that was killed. */
async function leftBehind() {
  const bench = await sqliteBench()
  const id = await put(bench, bench.engine(), 'stuck', {})
  const child = startChild(script, bench.store.file)
  await child.line((line) => line === `started ${id} 1`)
  await child.kill()
  const { leaseUntil } = await bench.store.db
    .selectFrom('job')
    .select('leaseUntil')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  bench.clock.advance(Date.parse(leaseUntil ?? '') - bench.clock.now().getTime() - 1)
  return { bench, id }
}

test('a job of a killed process runs again when its lease runs out, not before', async () => {
  const { bench, id } = await leftBehind()
  const engine = bench.engine()
  const { runs, handler } = createHold()
  engine.register('stuck', {}, handler)
  engine.register('marker', {}, async () => undefined)
  await engine.start()
  const marker = await put(bench, engine, 'marker', {})
  await until(async () => expect((await rowOf(engine, marker)).state).toBe('done'))
  expect(await rowOf(engine, id)).toMatchObject({ state: 'active', attempt: 1 })
  bench.clock.advance(1)
  engine.wake()
  await until(() => expect(runs).toHaveLength(1))
  expect(runs[0]?.job).toMatchObject({ id, attempt: 2 })
  runs[0]?.succeed()
  await until(async () => expect((await rowOf(engine, id)).state).toBe('done'))
})

test('the only process on the file runs it again as soon as it starts', async () => {
  const { bench, id } = await leftBehind()
  const engine = bench.engine({ exclusive: true })
  const { runs, handler } = createHold()
  engine.register('stuck', {}, handler)
  await engine.start()
  await until(() => expect(runs).toHaveLength(1))
  expect(runs[0]?.job).toMatchObject({ id, attempt: 2 })
  runs[0]?.succeed()
})

test('two processes on one file fire each slot of a schedule once', async () => {
  const { store, engine } = await sqliteBench()
  const children = [startChild(script, store.file, 'schedule'), startChild(script, store.file, 'schedule')]
  await Promise.all(children.map((child) => child.line((line) => line === 'ready')))
  const ticks = () => children.flatMap((child) => child.lines.filter((line) => line === 'tick')).length
  await until(() => expect(ticks()).toBeGreaterThanOrEqual(2))
  for (const child of children) await child.kill()
  const slots = await store.db.selectFrom('scheduleSlot').selectAll().where('firedAt', 'is not', null).execute()
  expect(new Set(slots.map(({ slot }) => slot)).size).toBe(slots.length)
  expect((await engine().list({ queue: 'tick' })).length).toBe(slots.length)
})
