import { expect, test } from 'vitest'
import { RejectedError } from '../../../src/errors.ts'
import { type Bench, createHold, put, rowOf } from '../bench.ts'
import { isIn, until } from '../until.ts'

/** Who may speak for a job, and what is left of a worker that goes. */
export function leasesContract(makeBench: () => Promise<Bench>): void {
  test('a worker that lost its lease learns of it and can neither complete nor fail the job', async () => {
    for (const ending of ['succeed', 'fail'] as const) {
      const bench = await makeBench()
      const [slow, quick] = [bench.engine(), bench.engine()]
      const [slowHold, quickHold] = [createHold(), createHold()]
      slow.register('mail', { leaseMs: 30_000 }, slowHold.handler)
      quick.register('mail', { leaseMs: 30_000 }, quickHold.handler)
      await slow.start()
      const id = await put(bench, slow, 'mail', {})
      await until(() => expect(slowHold.runs).toHaveLength(1))
      bench.clock.advance(30_000)
      await quick.start()
      await until(() => expect(quickHold.runs).toHaveLength(1))
      const [stale, fresh] = [slowHold.runs[0], quickHold.runs[0]]
      expect(fresh?.job.attempt).toBe(2)
      expect(stale?.run.signal.aborted).toBe(false)
      await expect(stale?.run.heartbeat()).rejects.toThrow(/another worker/)
      expect(stale?.run.signal.aborted).toBe(true)
      if (ending === 'succeed') stale?.succeed()
      else stale?.fail(new RejectedError('too late to matter'))
      await slow.stop(1000)
      expect(await rowOf(quick, id)).toMatchObject({ state: 'active', attempt: 2 })
      fresh?.succeed()
      await isIn(quick, id, 'done')
    }
  })

  test('a heartbeat keeps the job', async () => {
    const bench = await makeBench()
    const [holder, rival] = [bench.engine(), bench.engine()]
    const { runs, handler } = createHold()
    holder.register('mail', { leaseMs: 30_000 }, handler)
    rival.register('mail', { leaseMs: 30_000 }, async () => undefined)
    rival.register('marker', {}, async () => undefined)
    await holder.start()
    await rival.start()
    const id = await put(bench, holder, 'mail', {})
    await until(() => expect(runs).toHaveLength(1))
    bench.clock.advance(29_000)
    await runs[0]?.run.heartbeat()
    bench.clock.advance(29_000)
    await isIn(rival, await put(bench, rival, 'marker', {}), 'done')
    expect(await rowOf(rival, id)).toMatchObject({ state: 'active', attempt: 1 })
    runs[0]?.succeed()
    await isIn(holder, id, 'done')
  })

  test('a lost lease counts as a failure, so a job that kills its workers ends up dead', async () => {
    const bench = await makeBench()
    const [victim, undertaker] = [bench.engine(), bench.engine()]
    const { runs, handler } = createHold()
    victim.register('mail', { maxAttempts: 1 }, handler)
    undertaker.register('mail', { maxAttempts: 1 }, handler)
    await victim.start()
    const id = await put(bench, victim, 'mail', {})
    await until(() => expect(runs).toHaveLength(1))
    bench.clock.advance(30_000)
    await undertaker.start()
    await isIn(undertaker, id, 'dead')
    runs[0]?.succeed()
  })

  test('stop waits for what runs, then gives the rest back without counting it as failed', async () => {
    const bench = await makeBench()
    const [leaving, staying] = [bench.engine(), bench.engine()]
    const { runs, handler } = createHold()
    leaving.register('mail', { maxAttempts: 1 }, handler)
    const quick = await put(bench, leaving, 'mail', {})
    const stuck = await put(bench, leaving, 'mail', {})
    await leaving.start()
    await until(() => expect(runs).toHaveLength(2))
    const stopping = leaving.stop(50)
    runs.find(({ job }) => job.id === quick)?.succeed()
    await stopping
    const held = runs.find(({ job }) => job.id === stuck)
    expect(held?.run.signal.aborted).toBe(true)
    expect(await rowOf(staying, quick)).toMatchObject({ state: 'done' })
    expect(await rowOf(staying, stuck)).toMatchObject({ state: 'ready', attempt: 1 })
    held?.fail(new RejectedError('too late to matter'))
    staying.register('mail', { maxAttempts: 1 }, async () => undefined)
    await staying.start()
    await isIn(staying, stuck, 'done')
  })

  test('a stopped engine starts nothing', async () => {
    const bench = await makeBench()
    const [stopped, other] = [bench.engine(), bench.engine()]
    const { runs, handler } = createHold()
    stopped.register('mail', {}, handler)
    await stopped.start()
    await stopped.stop(0)
    const id = await put(bench, stopped, 'mail', {})
    other.register('marker', {}, async () => undefined)
    await other.start()
    await isIn(other, await put(bench, other, 'marker', {}), 'done')
    expect(runs).toEqual([])
    expect((await rowOf(other, id)).state).toBe('ready')
  })
}
