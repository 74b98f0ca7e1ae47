import { describe, expect, test, vi } from 'vitest'
import { RejectedError, UnknownOutcomeError } from '../../src/errors.ts'
import type { JobEngine, JobState } from '../../src/jobs/engine.ts'
import { type Bench, createHold, put, rowOf } from './bench.ts'

const until = (condition: () => unknown) => vi.waitFor(condition, { interval: 2, timeout: 5000 })

const hour = 3_600_000

/**
 * What callers of a JobEngine rely on, whatever is behind it. `makeBench` is called once a test. No test waits for time
 * to pass: the clock stands, and what must not happen is shown by something later having happened.
 */
export function jobEngineContract(makeBench: () => Promise<Bench>): void {
  const isIn = (engine: JobEngine, id: string, state: JobState) =>
    until(async () => expect((await rowOf(engine, id)).state).toBe(state))

  describe('enqueue', () => {
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
  })

  describe('order', () => {
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
  })

  describe('failure', () => {
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
  })

  describe('leases', () => {
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
  })

  describe('cancel', () => {
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
  })

  describe('inspection', () => {
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
  })

  describe('schedules', () => {
    test('a slot fires once, however many engines tick', async () => {
      const bench = await makeBench()
      const seen: unknown[] = []
      for (const engine of [bench.engine(), bench.engine(), bench.engine()]) {
        engine.register('pull', { concurrency: 5 }, async ({ data }) => void seen.push(data))
        await engine.schedule('pull-often', '* * * * * *', 'Europe/Moscow', 'pull', { from: 'cron' })
        await engine.start()
      }
      await until(() => expect(seen.length).toBeGreaterThan(0))
      // All three have ticked for the slot by the time one of them fires the next.
      await until(() => expect(seen.length).toBeGreaterThan(1))
      expect(seen).toEqual([{ from: 'cron' }, { from: 'cron' }])
    })

    test('a cron expression or zone that cannot be used is refused with its name', async () => {
      const bench = await makeBench()
      const engine = bench.engine()
      await expect(engine.schedule('odd', '61 * * * *', 'Europe/Moscow', 'pull', {})).rejects.toThrow(/odd.*61/)
      await expect(engine.schedule('odd', '* * * * *', 'Mars/Olympus', 'pull', {})).rejects.toThrow(/odd.*Mars/)
    })
  })
}
