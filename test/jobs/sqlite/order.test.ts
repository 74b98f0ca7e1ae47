import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { expect, test } from 'vitest'
import { RejectedError } from '../../../src/errors.ts'
import type { EnqueueOptions, QueueOptions } from '../../../src/jobs/engine.ts'
import { cancelJob } from '../../../src/jobs/sqlite/cancel-job.ts'
import { claimJobs } from '../../../src/jobs/sqlite/claim-jobs.ts'
import { enqueueJob } from '../../../src/jobs/sqlite/enqueue-job.ts'
import { expiredLeases } from '../../../src/jobs/sqlite/expired-leases.ts'
import { redriveJobs } from '../../../src/jobs/sqlite/redrive-jobs.ts'
import { completeJob, extendLease, failJob, releaseJobs } from '../../../src/jobs/sqlite/settle-job.ts'
import { migrate } from '../../../src/store/migrate.ts'
import { openStore } from '../../../src/store/open.ts'
import type { Database } from '../../../src/store/schema.ts'
import { type Clock, createClock } from '../clock.ts'

const queue = 'call'
const leaseMs = 100
const options: QueueOptions = { concurrency: 3, maxAttempts: 3, delayMs: 40, maxDelayMs: 60, leaseMs, resumes: false }

interface ModelJob {
  id: string
  seq: number
  key?: string | undefined
  dedupeKey?: string | undefined
  priority: number
  runAt: number
  state: 'ready' | 'active' | 'done' | 'dead' | 'cancelled'
  attempt: number
  failures: number
  worker: string | null
  leaseUntil: number
}

interface Run {
  id: string
  attempt: number
  failures: number
}

/** What the queue should do, said in the plainest way. */
interface Model {
  jobs: ModelJob[]
  /** Every run ever begun, the stale ones too: they may still speak up. */
  runs: Run[]
}

interface Real {
  db: Kysely<Database>
  clock: Clock
}

const alive = (job: ModelJob) => job.state === 'ready' || job.state === 'active' || job.state === 'dead'
const heldBack = (model: Model, job: ModelJob) =>
  model.jobs.some((older) => job.key !== undefined && older.key === job.key && older.seq < job.seq && alive(older))
const iso = (clock: Clock) => clock.now().toISOString()

function claimable(model: Model, now: number, limit: number): ModelJob[] {
  return model.jobs
    .filter((job) => job.state === 'ready' && job.runAt <= now && !heldBack(model, job))
    .sort((a, b) => b.priority - a.priority || a.runAt - b.runAt || a.seq - b.seq)
    .slice(0, limit)
}

const holder = (model: Model, run: Run) =>
  model.jobs.find((job) => job.id === run.id && job.attempt === run.attempt && job.state === 'active')

function fail(job: ModelJob, now: number, forGood: boolean, random: number): 'ready' | 'dead' {
  job.failures += 1
  job.state = forGood || job.failures >= options.maxAttempts ? 'dead' : 'ready'
  const pause = job.state === 'ready' ? Math.min(options.maxDelayMs, options.delayMs * 2 ** (job.failures - 1)) : 0
  job.runAt = now + Math.round(pause * random)
  job.worker = null
  return job.state
}

type Step = fc.AsyncCommand<Model, Real>
const step = (name: string, run: Step['run']): Step => ({ check: () => true, toString: () => name, run })
const pick = <T>(list: T[], at: number): T | undefined => list[at % Math.max(1, list.length)]

const enqueue = fc
  .record({
    key: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    dedupeKey: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
    priority: fc.integer({ min: -1, max: 1 }),
    delay: fc.constantFrom(0, 0, 0, 50),
  })
  .map(({ key, dedupeKey, priority, delay }) =>
    step(`enqueue(${key} ${dedupeKey} ${priority} +${delay})`, async (model, { db, clock }) => {
      const runAt = clock.now().getTime() + delay
      const given: EnqueueOptions = { key, dedupeKey, priority, runAt: new Date(runAt).toISOString() }
      const id = await db.transaction().execute((trx) => enqueueJob(trx, iso(clock), queue, {}, given))
      const twin = model.jobs.find(
        (job) => dedupeKey !== undefined && job.dedupeKey === dedupeKey && job.state === 'ready',
      )
      if (twin) expect(id).toBe(twin.id)
      else {
        const seq = model.jobs.length
        model.jobs.push({
          id,
          seq,
          key,
          dedupeKey,
          priority,
          runAt,
          state: 'ready',
          attempt: 0,
          failures: 0,
          worker: null,
          leaseUntil: 0,
        })
      }
    }),
  )

const claim = fc
  .record({ worker: fc.constantFrom('w1', 'w2'), limit: fc.integer({ min: 1, max: 3 }) })
  .map(({ worker, limit }) =>
    step(`claim(${worker} ${limit})`, async (model, { db, clock }) => {
      const now = clock.now().getTime()
      const expected = claimable(model, now, limit)
      const leaseUntil = new Date(now + leaseMs).toISOString()
      const claimed = await claimJobs(db, { queue, limit, worker, now: iso(clock), leaseUntil })
      expect(claimed.map((record) => record.id)).toEqual(expected.map((job) => job.id))
      for (const job of expected) {
        Object.assign(job, { state: 'active', attempt: job.attempt + 1, worker, leaseUntil: now + leaseMs })
        model.runs.push({ id: job.id, attempt: job.attempt, failures: job.failures })
      }
    }),
  )

const settle = fc
  .record({
    at: fc.nat(),
    how: fc.constantFrom('complete', 'fail', 'park', 'heartbeat'),
    random: fc.constantFrom(0, 0.5, 1),
  })
  .map(({ at, how, random }) =>
    step(`${how}(${at})`, async (model, { db, clock }) => {
      const run = pick(model.runs, at)
      if (!run) return
      const job = holder(model, run)
      const now = clock.now()
      if (how === 'complete') {
        expect(await completeJob(db, run, now.toISOString())).toBe(job !== undefined)
        if (job) job.state = 'done'
      } else if (how === 'heartbeat') {
        const until = new Date(now.getTime() + leaseMs)
        expect(await extendLease(db, run, until.toISOString())).toBe(job !== undefined)
        if (job) job.leaseUntil = until.getTime()
      } else {
        const error = how === 'park' ? new RejectedError('no') : new Error('busy')
        const state = await failJob(db, run, { error, now, random: () => random, options })
        expect(state).toBe(job ? fail(job, now.getTime(), how === 'park', random) : null)
      }
    }),
  )

const reclaim = fc.constant(
  step('reclaim', async (model, { db, clock }) => {
    const now = clock.now()
    const expected = model.jobs.filter((job) => job.state === 'active' && job.leaseUntil <= now.getTime())
    const expired = await expiredLeases(db, [queue], now.toISOString())
    expect(expired.map((record) => record.id).toSorted()).toEqual(expected.map((job) => job.id).toSorted())
    for (const record of expired) await failJob(db, record, { error: new Error('lost'), now, random: () => 0, options })
    for (const job of expected) fail(job, now.getTime(), false, 0)
  }),
)

const release = fc.constantFrom('w1', 'w2').map((worker) =>
  step(`release(${worker})`, async (model, { db, clock }) => {
    await releaseJobs(db, worker, iso(clock))
    for (const job of model.jobs) {
      if (job.state === 'active' && job.worker === worker) Object.assign(job, { state: 'ready', worker: null })
    }
  }),
)

const cancel = fc.nat().map((at) =>
  step(`cancel(${at})`, async (model, { db, clock }) => {
    const job = pick(model.jobs, at)
    if (!job) return
    expect(await cancelJob(db, job.id, iso(clock))).toBe(alive(job))
    if (alive(job)) job.state = 'cancelled'
  }),
)

const redrive = fc.constant(
  step('redrive', async (model, { db, clock }) => {
    const dead = model.jobs.filter((job) => job.state === 'dead')
    expect(await redriveJobs(db, {}, iso(clock))).toBe(dead.length)
    for (const job of dead) Object.assign(job, { state: 'ready', failures: 0, runAt: clock.now().getTime() })
  }),
)

const advance = fc.constantFrom(10, 50, 100).map((ms) => step(`+${ms}ms`, async (_, { clock }) => clock.advance(ms)))

async function expectSame(model: Model, db: Kysely<Database>): Promise<void> {
  const rows = await db.selectFrom('job').selectAll().orderBy('seq').execute()
  expect(
    rows.map(({ id, state, attempt, failures, runAt }) => ({ id, state, attempt, failures, runAt: Date.parse(runAt) })),
  ).toEqual(model.jobs.map(({ id, state, attempt, failures, runAt }) => ({ id, state, attempt, failures, runAt })))
  const active = rows.filter((row) => row.state === 'active' && row.key !== null).map((row) => row.key)
  expect(new Set(active).size, 'one active job a key').toBe(active.length)
}

test('order, fencing and absorption hold under any interleaving of two workers', async () => {
  const store = await openStore(':memory:')
  await migrate(store.db)
  const steps = fc.commands(
    [enqueue, enqueue, claim, claim, settle, settle, reclaim, release, cancel, redrive, advance],
    {
      maxCommands: 60,
      size: 'max',
    },
  )
  await fc.assert(
    fc.asyncProperty(steps, async (commands) => {
      await store.db.deleteFrom('job').execute()
      const model: Model = { jobs: [], runs: [] }
      await fc.asyncModelRun(() => ({ model, real: { db: store.db, clock: createClock() } }), commands)
      await expectSame(model, store.db)
    }),
    { numRuns: 150 },
  )
  await store.close()
})
