import { expect, test } from 'vitest'
import type { JobEngine } from '../../../src/jobs/engine.ts'
import { type Bench, put, rowOf } from '../bench.ts'

/** What a person who looks at the queue sees. */
export function inspectionContract(makeBench: () => Promise<Bench>): void {
  test('list shows the newest first, by queue and state', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const a = await put(bench, engine, 'mail', { n: 1 }, { key: 'k', traceId: 't' })
    const b = await put(bench, engine, 'sms', { n: 2 })
    const c = await put(bench, engine, 'mail', { n: 3 })
    await engine.cancel(c)
    const ids = async (filter: Parameters<JobEngine['list']>[0]) => (await engine.list(filter)).map((row) => row.id)
    expect(await ids({})).toEqual([c, b, a])
    expect(await ids({ limit: 2 })).toEqual([c, b])
    expect(await ids({ queue: 'mail' })).toEqual([c, a])
    expect(await ids({ queue: 'mail', state: 'ready' })).toEqual([a])
    expect(await ids({ state: 'cancelled' })).toEqual([c])
    const at = bench.clock.now().toISOString()
    expect(await rowOf(engine, a)).toEqual({
      id: a,
      queue: 'mail',
      state: 'ready',
      key: 'k',
      data: { n: 1 },
      traceId: 't',
      attempt: 0,
      runAt: at,
      lastError: null,
      createdAt: at,
      updatedAt: at,
    })
  })

  test('stats count every state of every queue, empty ones too', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    engine.register('idle', {}, async () => undefined)
    const zeros = { ready: 0, active: 0, done: 0, dead: 0, cancelled: 0 }
    await engine.cancel(await put(bench, engine, 'mail', {}))
    await put(bench, engine, 'mail', {})
    expect(await engine.stats()).toEqual({ idle: zeros, mail: { ...zeros, ready: 1, cancelled: 1 } })
  })
}
