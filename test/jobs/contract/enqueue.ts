import { expect, test } from 'vitest'
import { type Bench, createHold, put, rowOf } from '../bench.ts'
import { isIn, until } from '../until.ts'

/** What becomes of an enqueued job, and what it is given. */
export function enqueueContract(makeBench: () => Promise<Bench>): void {
  test('a rolled-back transaction leaves no job', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const failing = bench.commit(async (trx) => {
      await engine.enqueue(trx, 'mail', {})
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await engine.list({})).toEqual([])
  })

  test('the handler gets the data, the trace and the number of the attempt', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const { runs, handler } = createHold()
    engine.register('mail', {}, handler)
    await engine.start()
    const data = { to: 'Жанна', deep: { some_key: [1, null] } }
    const id = await put(bench, engine, 'mail', data, { traceId: 'trace-1' })
    await until(() => expect(runs).toHaveLength(1))
    expect(runs[0]?.job).toEqual({ id, queue: 'mail', data, traceId: 'trace-1', attempt: 1 })
    runs[0]?.succeed()
    await isIn(engine, id, 'done')
  })

  test('a clock that is set back holds up what was to run later, not what was to run at once', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    engine.register('mail', {}, async () => undefined)
    const runAt = new Date(bench.clock.now().getTime() + 1000).toISOString()
    const later = await put(bench, engine, 'mail', {}, { runAt })
    const atOnce = await put(bench, engine, 'mail', {})
    bench.clock.advance(-3_600_000)
    await engine.start()
    await isIn(engine, atOnce, 'done')
    expect(await rowOf(engine, later)).toMatchObject({ state: 'ready', attempt: 0 })
  })

  test('a job that nobody has a handler for waits', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    engine.register('known', {}, async () => undefined)
    await engine.start()
    const orphan = await put(bench, engine, 'unknown', {})
    await isIn(engine, await put(bench, engine, 'known', {}), 'done')
    expect(await rowOf(engine, orphan)).toMatchObject({ state: 'ready', attempt: 0 })
  })

  test('a waiting job absorbs another with its dedupeKey; a running one does not', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const { runs, handler } = createHold()
    engine.register('sync', { concurrency: 1 }, handler)
    const first = await put(bench, engine, 'sync', { n: 1 }, { dedupeKey: 'client-1' })
    expect(await put(bench, engine, 'sync', { n: 2 }, { dedupeKey: 'client-1' })).toBe(first)
    expect(await put(bench, engine, 'sync', { n: 3 }, { dedupeKey: 'client-2' })).not.toBe(first)
    expect(await put(bench, engine, 'other', {}, { dedupeKey: 'client-1' })).not.toBe(first)
    await engine.start()
    await until(() => expect(runs).toHaveLength(1))
    const second = await put(bench, engine, 'sync', { n: 4 }, { dedupeKey: 'client-1' })
    expect(second).not.toBe(first)
    runs[0]?.fail(new Error('busy'))
    await isIn(engine, first, 'ready')
    const third = await put(bench, engine, 'sync', { n: 5 }, { dedupeKey: 'client-1' })
    expect([first, second]).toContain(third)
    expect((await engine.list({ queue: 'sync' })).map((row) => row.data)).not.toContainEqual({ n: 5 })
  })
}
