import type { GeneratedAlways } from 'kysely'
import type { JobState } from '../../jobs/engine.ts'

/** Work to be done, one row a job. Instants are ISO in UTC, so that they compare as text. */
export interface JobTable {
  /** Order of commits: decides who is older among jobs with the same key. */
  seq: GeneratedAlways<number>
  id: string
  queue: string
  state: JobState
  key: string | null
  dedupeKey: string | null
  priority: number
  /** JSON. */
  data: string
  traceId: string | null
  /** Runs begun so far; never goes down, so it fences off every earlier run. */
  attempt: number
  /** Runs that failed since the job was enqueued or redriven; what `maxAttempts` limits. */
  failures: number
  runAt: string
  leaseUntil: string | null
  /** Which engine runs it, while active. */
  worker: string | null
  lastError: string | null
  createdAt: string
  updatedAt: string
}

/** A firing of a schedule: expected while `firedAt` is null. The primary key makes each one once-only. */
export interface ScheduleSlotTable {
  name: string
  slot: string
  firedAt: string | null
}

export interface JobTables {
  job: JobTable
  scheduleSlot: ScheduleSlotTable
}
