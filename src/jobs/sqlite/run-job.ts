import type { Kysely } from 'kysely'
import { describeError } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { queueOfTurns } from '../../store/queue-of-turns.ts'
import type { Database } from '../../store/schema.ts'
import type { Handler, QueueOptions } from '../engine.ts'
import { type JobRecord, toJob } from './job-record.ts'
import { completeJob, extendLease, failJob } from './settle-job.ts'

export interface RunJobOptions {
  db: Kysely<Database>
  log: Pick<Log, 'warn' | 'error'>
  now: () => Date
  random: () => number
  record: JobRecord
  options: QueueOptions
  handler: Handler
}

export interface RunningJob {
  record: JobRecord
  /** Resolves, never rejects, when the handler is through and what it brought is written. */
  finished: Promise<void>
  /** The job is no longer this run's: aborts the handler and ignores what it brings. */
  drop(why: string): void
}

/** Jobs claimed together begin one after the other, and what comes in meanwhile goes in between. */
const ownTurn = queueOfTurns()

/** Runs the handler of a claimed job, renewing the lease meanwhile, and settles the job by how it ended. */
export function runJob({ db, log, now, random, record, options, handler }: RunJobOptions): RunningJob {
  const facts = { job: record.id, queue: record.queue, attempt: record.attempt, traceId: record.traceId }
  const abort = new AbortController()
  const renewal = setInterval(() => void renew(), options.leaseMs / 3)

  function drop(why: string): void {
    clearInterval(renewal)
    abort.abort(new Error(`job ${record.id} is no longer this run's: ${why}`))
  }

  async function heartbeat(): Promise<void> {
    abort.signal.throwIfAborted()
    const until = new Date(now().getTime() + options.leaseMs).toISOString()
    if (!(await extendLease(db, record, until))) drop('another worker has taken it over')
    abort.signal.throwIfAborted()
  }

  async function renew(): Promise<void> {
    try {
      await heartbeat()
    } catch (error) {
      // When the database was only busy, the next renewal comes well before the lease runs out.
      log.warn('job lease was not renewed', { ...facts, error: describeError(error) })
    }
  }

  async function run(): Promise<void> {
    try {
      await ownTurn()
      abort.signal.throwIfAborted()
      await handler(toJob(record), { signal: abort.signal, heartbeat })
    } catch (error) {
      return await fail(error)
    } finally {
      clearInterval(renewal)
    }
    if (!abort.signal.aborted) await completeJob(db, record, now().toISOString())
  }

  async function fail(error: unknown): Promise<void> {
    if (abort.signal.aborted) return
    const state = await failJob(db, record, { error, now: now(), random, options })
    if (state === 'dead') log.error('job is dead', { ...facts, error: describeError(error) })
    else if (state === 'ready')
      log.warn('job failed and will be tried again', { ...facts, error: describeError(error) })
  }

  const finished = run().catch((error: unknown) => {
    // The lease runs out and the job runs again.
    log.error('job could not be settled', { ...facts, error: describeError(error) })
  })
  return { record, finished, drop }
}
