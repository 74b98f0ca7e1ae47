import { randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Log } from '../../log.ts'
import type { Database } from '../../store/schema.ts'
import type { Handler, JobEngine, QueueOptions } from '../engine.ts'
import { cancelJob } from './cancel-job.ts'
import { enqueueJob } from './enqueue-job.ts'
import { countJobs, listJobs } from './inspect-jobs.ts'
import { redriveJobs } from './redrive-jobs.ts'
import { createScheduler } from './scheduler.ts'
import { createWorker } from './worker.ts'

export interface SqliteJobsOptions {
  db: Kysely<Database>
  log: Pick<Log, 'info' | 'warn' | 'error'>
  now?: () => Date
  /** How long to sleep at most: the safety net for what another process enqueued. */
  pollMs?: number
  /** From 0 to below 1; the jitter of pauses. */
  random?: () => number
  /**
   * No other process works on this file. Jobs left active by a killed one then run again at `start`, without waiting for
   * their leases to run out.
   */
  exclusive?: boolean
}

const usual: QueueOptions = {
  concurrency: 4,
  maxAttempts: 10,
  delayMs: 1000,
  maxDelayMs: 600_000,
  leaseMs: 30_000,
  resumes: false,
}

/**
 * The job engine on SQLite (`engine.ts` says what callers may rely on). What this engine adds to it:
 *
 * - `key` and `dedupeKey` count within their queue. Within a key jobs run in the order they were committed, whatever
 *   their priority or runAt. A dead one holds the rest back too, until it is redriven or cancelled.
 * - A handler's error that is a person's to clear (`fateOf` says park) makes the job dead at once; any other is tried
 *   again after a pause.
 * - A run whose worker stopped renewing its lease counts as failed and the job runs again, under a higher `attempt`. The
 *   engine renews leases itself every third of `leaseMs`; a handler calls `heartbeat` to learn whether it still has one.
 * - `cancel` of a running job aborts it and lets the next of its key start; one that ignores its signal may overlap.
 * - A schedule's jobs have its name as dedupeKey: while one still waits, later slots add nothing.
 * - Jobs that are done or cancelled are removed after a week; dead ones are kept.
 */
export function sqliteJobs(options: SqliteJobsOptions): JobEngine {
  const { db, log, now = () => new Date() } = options
  const iso = () => now().toISOString()
  const worker = createWorker({
    db,
    log,
    now,
    id: randomUUID(),
    pollMs: options.pollMs ?? 1000,
    random: options.random ?? Math.random,
    exclusive: options.exclusive ?? false,
  })
  const scheduler = createScheduler({ db, log, now, onFired: worker.wake })

  const engine: JobEngine = {
    enqueue: (trx, queue, data, enqueueOptions) => enqueueJob(trx, iso(), queue, data, enqueueOptions),

    register: (queue: string, given: Partial<QueueOptions>, handler: Handler) =>
      worker.register(queue, { ...usual, ...given }, handler),

    schedule: (name, cron, timezone, queue, data) =>
      scheduler.add({
        name,
        cron,
        timezone,
        enqueue: (trx) => engine.enqueue(trx, queue, data, { dedupeKey: name }),
      }),

    wake: worker.wake,

    async start() {
      await worker.start()
      await scheduler.start()
    },

    async stop(graceMs) {
      await scheduler.stop()
      await worker.stop(graceMs)
    },

    async cancel(id) {
      const cancelled = await cancelJob(db, id, iso())
      if (cancelled) {
        worker.drop(id, 'the job was cancelled')
        worker.wake()
      }
      return cancelled
    },

    async redrive(filter) {
      const count = await redriveJobs(db, filter, iso())
      if (count > 0) worker.wake()
      return count
    },

    list: (filter) => listJobs(db, filter),
    stats: () => countJobs(db, worker.queues()),
  }
  return engine
}
