import { type Kysely, sql, type UpdateObject } from 'kysely'
import { describeError, fateOf } from '../../errors.ts'
import type { Database } from '../../store/schema.ts'
import type { QueueOptions } from '../engine.ts'
import { backoffMs } from './backoff.ts'
import type { JobRecord } from './job-record.ts'

/** The run of a job that wants to say something about it; void as soon as the job is taken over. */
export type Run = Pick<JobRecord, 'id' | 'attempt' | 'failures'>

const noLease = { worker: null, leaseUntil: null }

/** False when the run has lost its lease; nothing is written then. */
export async function completeJob(db: Kysely<Database>, run: Run, now: string): Promise<boolean> {
  return settle(db, run, { ...noLease, state: 'done', updatedAt: now })
}

export interface Failure {
  error: unknown
  now: Date
  random: () => number
  options: QueueOptions
}

/**
 * Puts a failed run back for another try, or to the dead: at once when its error is for a person to clear, otherwise
 * after `maxAttempts` failures. Returns the new state, or null when the run has lost its lease.
 */
export async function failJob(db: Kysely<Database>, run: Run, failure: Failure): Promise<'ready' | 'dead' | null> {
  const { error, options } = failure
  const failures = run.failures + 1
  const state = fateOf(error) === 'park' || failures >= options.maxAttempts ? 'dead' : 'ready'
  const pauseMs = state === 'ready' ? backoffMs(failures, options, failure.random) : 0
  const settled = await settle(db, run, {
    ...noLease,
    state,
    failures,
    lastError: describeError(error),
    runAt: new Date(failure.now.getTime() + pauseMs).toISOString(),
    updatedAt: failure.now.toISOString(),
  })
  return settled ? state : null
}

/** False when the run has lost its lease. */
export async function extendLease(db: Kysely<Database>, run: Run, leaseUntil: string): Promise<boolean> {
  return settle(db, run, { leaseUntil })
}

/** Gives back what a stopping worker still holds. Being interrupted is no failure. */
export async function releaseJobs(db: Kysely<Database>, worker: string, now: string): Promise<void> {
  await db
    .updateTable('job')
    .set({ ...noLease, state: 'ready', updatedAt: now })
    .where(sql<boolean>`state = 'active'`)
    .where('worker', '=', worker)
    .execute()
}

async function settle(db: Kysely<Database>, run: Run, change: UpdateObject<Database, 'job'>): Promise<boolean> {
  const result = await db
    .updateTable('job')
    .set(change)
    .where('id', '=', run.id)
    .where('attempt', '=', run.attempt)
    .where('state', '=', 'active')
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
