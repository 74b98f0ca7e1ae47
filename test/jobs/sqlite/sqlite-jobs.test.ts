import { expect, test } from 'vitest'
import { createHold, put, rowOf } from '../bench.ts'
import { isIn, until } from '../until.ts'
import { sqliteBench } from './sqlite-bench.ts'

const day = 24 * 3_600_000

test('a wake starts an enqueued job without waiting for a poll', async () => {
  const bench = await sqliteBench()
  const engine = bench.engine({ pollMs: 3_600_000 })
  engine.register('mail', {}, async () => undefined)
  await engine.start()
  for (let n = 0; n < 20; n++) await isIn(engine, await put(bench, engine, 'mail', {}), 'done')
})

test('a poll finds what another process enqueued without a word', async () => {
  const bench = await sqliteBench()
  const engine = bench.engine({ pollMs: 5 })
  engine.register('mail', {}, async () => undefined)
  await engine.start()
  await isIn(engine, await bench.commit((trx) => engine.enqueue(trx, 'mail', {})), 'done')
})

test('an engine sleeps just until the next job is due', async () => {
  const bench = await sqliteBench()
  const engine = bench.engine({ now: () => new Date() })
  let startedAt = 0
  engine.register('mail', {}, async () => {
    startedAt = Date.now()
  })
  await engine.start()
  const dueAt = Date.now() + 100
  await put(bench, engine, 'mail', {}, { runAt: new Date(dueAt).toISOString() })
  await until(() => expect(startedAt).toBeGreaterThan(0))
  expect(startedAt).toBeGreaterThanOrEqual(dueAt)
})

test('the engine renews leases by itself', async () => {
  const bench = await sqliteBench()
  const engine = bench.engine()
  const { runs, handler } = createHold()
  engine.register('mail', { leaseMs: 30 }, handler)
  await engine.start()
  const id = await put(bench, engine, 'mail', {})
  await until(() => expect(runs).toHaveLength(1))
  bench.clock.advance(29)
  const expected = new Date(bench.clock.now().getTime() + 30).toISOString()
  await until(async () => {
    const job = await bench.store.db.selectFrom('job').select('leaseUntil').where('id', '=', id).executeTakeFirst()
    expect(job?.leaseUntil).toBe(expected)
  })
  runs[0]?.succeed()
  await isIn(engine, id, 'done')
})

test('an engine that was late with renewing does not start its own job a second time', async () => {
  const bench = await sqliteBench()
  const engine = bench.engine()
  const { runs, handler } = createHold()
  engine.register('mail', {}, handler)
  engine.register('marker', {}, async () => undefined)
  await engine.start()
  const id = await put(bench, engine, 'mail', {})
  await until(() => expect(runs).toHaveLength(1))
  bench.clock.advance(31_000)
  await isIn(engine, await put(bench, engine, 'marker', {}), 'done')
  expect(runs).toHaveLength(1)
  runs[0]?.succeed()
  await isIn(engine, id, 'done')
})

test('jitter is spread over the whole pause', async () => {
  for (const [random, pause] of [
    [0, 0],
    [0.5, 500],
    [1, 1000],
  ] as const) {
    const bench = await sqliteBench()
    const engine = bench.engine({ random: () => random })
    engine.register('mail', { maxAttempts: 2, delayMs: 1000, concurrency: 1 }, async ({ attempt }) => {
      if (attempt === 1) throw new Error('busy')
    })
    const failed = bench.clock.now().getTime()
    await engine.start()
    const id = await put(bench, engine, 'mail', {})
    await until(async () => expect((await rowOf(engine, id)).lastError).toBe('busy'))
    expect(Date.parse((await rowOf(engine, id)).runAt) - failed).toBe(pause)
  }
})

test('a queue has one handler', async () => {
  const bench = await sqliteBench()
  const engine = bench.engine()
  engine.register('mail', {}, async () => undefined)
  expect(() => engine.register('mail', {}, async () => undefined)).toThrow(/mail already has a handler/)
})

test('a runAt that is no instant is refused at once', async () => {
  const bench = await sqliteBench()
  await expect(put(bench, bench.engine(), 'mail', {}, { runAt: 'tomorrow' })).rejects.toThrow(/no instant: tomorrow/)
})

test('jobs that are over go after a week, dead ones stay', async () => {
  const bench = await sqliteBench()
  const before = bench.engine()
  const commit = async (count: number) => {
    await bench.commit(async (trx) => {
      for (let n = 0; n < count; n++) await before.enqueue(trx, 'mail', { n })
    })
    before.wake()
  }
  before.register('mail', { concurrency: 600 }, async () => undefined)
  before.register('doomed', { maxAttempts: 1 }, async () => {
    throw new Error('no')
  })
  await before.start()
  await commit(600)
  await put(bench, before, 'doomed', {})
  await before.cancel(await put(bench, before, 'nobody', {}))
  await until(async () => expect(await before.stats()).toMatchObject({ mail: { done: 600 }, doomed: { dead: 1 } }))
  bench.clock.advance(7 * day)
  await commit(1)
  await until(async () => expect((await before.stats()).mail).toMatchObject({ done: 601 }))
  bench.clock.advance(day)
  before.wake()
  await until(async () => {
    const stats = await before.stats()
    expect(stats).toMatchObject({ mail: { done: 1 }, doomed: { dead: 1 } })
    expect(stats).not.toHaveProperty('nobody')
  })
})
