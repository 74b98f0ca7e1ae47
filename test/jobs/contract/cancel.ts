import { expect, test } from 'vitest'
import { type Bench, createHold, put, rowOf } from '../bench.ts'
import { isIn, until } from '../until.ts'

/** Taking jobs off the queue. */
export function cancelContract(makeBench: () => Promise<Bench>): void {
  test('a waiting job is cancelled and never runs', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const seen: string[] = []
    engine.register('mail', { concurrency: 1 }, async ({ id }) => void seen.push(id))
    const id = await put(bench, engine, 'mail', {})
    expect(await engine.cancel(id)).toBe(true)
    expect(await engine.cancel(id)).toBe(false)
    expect(await engine.cancel('no such job')).toBe(false)
    await engine.start()
    const next = await put(bench, engine, 'mail', {})
    await isIn(engine, next, 'done')
    expect(seen).toEqual([next])
    expect(await engine.cancel(next)).toBe(false)
    expect((await rowOf(engine, id)).state).toBe('cancelled')
  })

  test('a running job is aborted, and what it brings no longer counts', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const { runs, handler } = createHold()
    engine.register('mail', {}, handler)
    await engine.start()
    const id = await put(bench, engine, 'mail', {})
    await until(() => expect(runs).toHaveLength(1))
    expect(await engine.cancel(id)).toBe(true)
    expect(runs[0]?.run.signal.aborted).toBe(true)
    runs[0]?.succeed()
    await engine.stop(1000)
    expect((await rowOf(engine, id)).state).toBe('cancelled')
  })
}
