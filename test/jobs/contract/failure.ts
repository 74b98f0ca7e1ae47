import { expect, test } from 'vitest'
import { RejectedError, UnknownOutcomeError } from '../../../src/errors.ts'
import { type Bench, createHold, put, rowOf } from '../bench.ts'
import { isIn, until } from '../until.ts'

const hour = 3_600_000

/** What a failed run leads to. */
export function failureContract(makeBench: () => Promise<Bench>): void {
  test('pauses double up to the longest, and after the last attempt the job is dead with its reason', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const { runs, handler } = createHold()
    engine.register('mail', { maxAttempts: 4, delayMs: 1000, maxDelayMs: 3000 }, handler)
    await engine.start()
    const id = await put(bench, engine, 'mail', {})
    for (const [at, longest] of [1000, 2000, 3000].entries()) {
      await until(() => expect(runs).toHaveLength(at + 1))
      runs[at]?.fail(new Error('no answer', { cause: new Error('ECONNREFUSED') }))
      await isIn(engine, id, 'ready')
      const row = await rowOf(engine, id)
      expect(row.lastError).toBe('no answer: ECONNREFUSED')
      const pause = Date.parse(row.runAt) - bench.clock.now().getTime()
      expect(pause).toBeGreaterThanOrEqual(0)
      expect(pause).toBeLessThanOrEqual(longest)
      bench.clock.advance(pause)
      engine.wake()
    }
    await until(() => expect(runs).toHaveLength(4))
    expect(runs.map(({ job }) => job.attempt)).toEqual([1, 2, 3, 4])
    runs[3]?.fail(new Error('still no answer'))
    await isIn(engine, id, 'dead')
    expect((await rowOf(engine, id)).lastError).toBe('still no answer')
  })

  test('what only a person can clear is dead at once; what must be asked about is tried again', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    engine.register('mail', { delayMs: hour, maxDelayMs: hour }, async ({ data }) => {
      throw (data as { refused: boolean }).refused ? new RejectedError('no') : new UnknownOutcomeError('lost')
    })
    await engine.start()
    const refused = await put(bench, engine, 'mail', { refused: true })
    const lost = await put(bench, engine, 'mail', { refused: false })
    await isIn(engine, refused, 'dead')
    await until(async () => expect(await rowOf(engine, lost)).toMatchObject({ state: 'ready', attempt: 1 }))
  })

  test('redriven jobs start over with a full set of attempts', async () => {
    const bench = await makeBench()
    const engine = bench.engine()
    const { runs, handler } = createHold()
    for (const queue of ['mail', 'sms']) engine.register(queue, { maxAttempts: 1 }, handler)
    await engine.start()
    const mail = await put(bench, engine, 'mail', {})
    const sms = await put(bench, engine, 'sms', {})
    await until(() => expect(runs).toHaveLength(2))
    for (const held of runs) held.fail(new Error('no'))
    await isIn(engine, mail, 'dead')
    await isIn(engine, sms, 'dead')
    expect(await engine.redrive({ queue: 'mail' })).toBe(1)
    await until(() => expect(runs).toHaveLength(3))
    expect(runs[2]?.job).toMatchObject({ id: mail, attempt: 2 })
    runs[2]?.succeed()
    await isIn(engine, mail, 'done')
    expect(await engine.redrive({ id: mail })).toBe(0)
    expect(await engine.redrive({})).toBe(1)
    await until(() => expect(runs[3]?.job.id).toBe(sms))
    runs[3]?.succeed()
  })
}
