import { expect, test } from 'vitest'
import { RejectedError } from '../../../src/errors.ts'
import { type Bench, createHold, put, rowOf } from '../bench.ts'
import { isIn, until } from '../until.ts'

const hour = 3_600_000

/** Which job runs next, and which has to wait. */
export function orderContract(makeBench: () => Promise<Bench>): void {
  test('urgent jobs come first, then those due longest', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const seen: unknown[] = []
    engine.register('mail', { concurrency: 1 }, async (job) => {
      seen.push(job.data)
    })
    await put(bench, engine, 'mail', { n: 'second' })
    await put(bench, engine, 'mail', { n: 'third' })
    await put(bench, engine, 'mail', { n: 'urgent' }, { priority: 5 })
    await put(bench, engine, 'mail', { n: 'lazy' }, { priority: -1 })
    await put(bench, engine, 'mail', { n: 'first' }, { runAt: '2026-11-24T11:59:00+03:00' })
    await engine.start()
    await until(() => expect(seen).toHaveLength(5))
    expect(seen).toEqual(['urgent', 'first', 'second', 'third', 'lazy'].map((n) => ({ n })))
  })

  test('no job starts before its runAt', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    engine.register('mail', { concurrency: 1 }, async () => undefined)
    await engine.start()
    const runAt = new Date(bench.clock.now().getTime() + hour).toISOString()
    const later = await put(bench, engine, 'mail', {}, { runAt, priority: 9 })
    await isIn(engine, await put(bench, engine, 'mail', {}), 'done')
    expect((await rowOf(engine, later)).state).toBe('ready')
    bench.clock.advance(hour)
    engine.wake()
    await isIn(engine, later, 'done')
  })

  test('jobs of one key run one at a time and oldest first, those of other keys beside them', async () => {
    const bench = await makeBench()
    const [one, two] = [bench.engine(), bench.engine()]
    const { runs, handler } = createHold()
    for (const engine of [one, two]) {
      engine.register('call', { concurrency: 5 }, handler)
      await engine.start()
    }
    const wake = () => [one, two].forEach((engine) => void engine.wake())
    await put(bench, one, 'call', { n: 'a1' }, { key: 'a' })
    await put(bench, two, 'call', { n: 'a2' }, { key: 'a', priority: 9 })
    await put(bench, one, 'call', { n: 'b1' }, { key: 'b' })
    await put(bench, two, 'call', { n: 'free' })
    wake()
    const started = () => runs.map(({ job }) => (job.data as { n: string }).n)
    await until(() => expect(runs).toHaveLength(3))
    expect(started().toSorted()).toEqual(['a1', 'b1', 'free'])
    for (const held of runs) held.succeed()
    await until(() => {
      wake()
      expect(started()).toHaveLength(4)
    })
    expect(started()[3]).toBe('a2')
    runs[3]?.succeed()
  })

  test('a failed job holds back its key until it has succeeded', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const { runs, handler } = createHold()
    engine.register('call', { delayMs: 1000, maxDelayMs: 1000 }, handler)
    await engine.start()
    const first = await put(bench, engine, 'call', {}, { key: 'a' })
    const second = await put(bench, engine, 'call', {}, { key: 'a' })
    await until(() => expect(runs).toHaveLength(1))
    runs[0]?.fail(new Error('busy'))
    await isIn(engine, first, 'ready')
    const other = await put(bench, engine, 'call', {}, { key: 'b' })
    await until(() => expect(runs.at(-1)?.job.id).toBe(other))
    bench.clock.advance(1000)
    engine.wake()
    await until(() => expect(runs).toHaveLength(3))
    expect(runs[2]?.job).toMatchObject({ id: first, attempt: 2 })
    runs[2]?.succeed()
    await until(() => expect(runs[3]?.job.id).toBe(second))
    runs[3]?.succeed()
    runs[1]?.succeed()
  })

  test.each(['redriven', 'cancelled'] as const)('a dead job holds back its key until it is %s', async (remedy) => {
    const bench = await makeBench()
    const engine = bench.engine()
    const { runs, handler } = createHold()
    engine.register('call', {}, handler)
    await engine.start()
    const first = await put(bench, engine, 'call', {}, { key: 'a' })
    const second = await put(bench, engine, 'call', {}, { key: 'a' })
    await until(() => expect(runs).toHaveLength(1))
    runs[0]?.fail(new RejectedError('1C says no'))
    await isIn(engine, first, 'dead')
    const other = await put(bench, engine, 'call', {}, { key: 'b' })
    await until(() => expect(runs.at(-1)?.job.id).toBe(other))
    if (remedy === 'redriven') expect(await engine.redrive({ id: first })).toBe(1)
    else expect(await engine.cancel(first)).toBe(true)
    await until(() => expect(runs).toHaveLength(3))
    expect(runs[2]?.job.id).toBe(remedy === 'redriven' ? first : second)
    for (const held of runs) held.succeed()
  })

  test('no more jobs of a queue run at once than it allows', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const { runs, handler } = createHold()
    engine.register('mail', { concurrency: 2 }, handler)
    for (let n = 0; n < 5; n++) await put(bench, engine, 'mail', { n })
    await engine.start()
    for (let finished = 0; finished < 5; finished++) {
      const running = Math.min(2, 5 - finished)
      await until(() => expect(runs).toHaveLength(finished + running))
      expect((await engine.stats()).mail).toMatchObject({ active: running, done: finished })
      runs[finished]?.succeed()
      await until(async () => expect((await engine.stats()).mail).toMatchObject({ done: finished + 1 }))
    }
  })
}
