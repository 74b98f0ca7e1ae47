import type { Transaction } from 'kysely'
import type { Database } from '../store/schema.ts'

export type Trx = Transaction<Database>

export interface EnqueueOptions {
  /** Higher runs first; 0 when absent. */
  priority?: number
  /** Jobs with the same key run one at a time, oldest first; a failed one holds the rest back until it is settled. */
  key?: string
  /** Not before this instant (ISO, UTC). */
  runAt?: string
  /** While a job with this key waits to be started, another enqueue of it is the same job. */
  dedupeKey?: string
  /** The trace the work belongs to. */
  traceId?: string
}

export interface Job {
  id: string
  queue: string
  data: unknown
  traceId: string | null
  /** Counts from 1; also the fencing token of this run. */
  attempt: number
}

export interface RunContext {
  /** Aborted when the lease was lost or the engine stops. */
  signal: AbortSignal
  /** Extends the lease; throws when another worker has taken the job over. */
  heartbeat(): Promise<void>
}

export interface QueueOptions {
  concurrency: number
  /** A job is dead after so many failed attempts. */
  maxAttempts: number
  /** First pause after a failure; doubles up to `maxDelayMs`, with jitter. */
  delayMs: number
  maxDelayMs: number
  leaseMs: number
  /** Goes on where it was broken off: when the hub stops it is told to break off, instead of being waited for. */
  resumes: boolean
}

export type Handler = (job: Job, run: RunContext) => Promise<void>

export type JobState = 'ready' | 'active' | 'done' | 'dead' | 'cancelled'

export interface JobRow {
  id: string
  queue: string
  state: JobState
  key: string | null
  data: unknown
  traceId: string | null
  attempt: number
  runAt: string
  lastError: string | null
  createdAt: string
  updatedAt: string
}

/**
 * Durable work queue. Two engines are planned behind it: SQLite here, pg-boss on PostgreSQL.
 *
 * Delivery is at least once; handlers are idempotent. `enqueue` takes the caller's transaction: a rolled-back
 * transaction leaves no job, a committed one always does.
 */
export interface JobEngine {
  enqueue(trx: Trx, queue: string, data: object, options?: EnqueueOptions): Promise<string>
  register(queue: string, options: Partial<QueueOptions>, handler: Handler): void
  /** Enqueues `data` at every firing of the cron expression, once per slot even across restarts and processes. */
  schedule(name: string, cron: string, timezone: string, queue: string, data: object): Promise<void>
  /** Look for work now; called after a commit that enqueued. */
  wake(): void
  start(): Promise<void>
  /** Stops claiming, breaks off what resumes, waits up to `graceMs` for running handlers, then gives their leases back. */
  stop(graceMs: number): Promise<void>
  cancel(id: string): Promise<boolean>
  /** Puts dead jobs back; returns how many. */
  redrive(filter: { queue?: string; id?: string }): Promise<number>
  list(filter: { queue?: string; state?: JobState; limit?: number }): Promise<JobRow[]>
  stats(): Promise<Record<string, Record<JobState, number>>>
}
