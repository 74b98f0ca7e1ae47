import type { Selectable } from 'kysely'
import type { JobTable } from '../../store/tables/jobs.ts'
import type { Job, JobRow } from '../engine.ts'

/** A job as the table has it. */
export type JobRecord = Selectable<JobTable>

/** What its handler is given. */
export function toJob(record: JobRecord): Job {
  return {
    id: record.id,
    queue: record.queue,
    data: JSON.parse(record.data) as unknown,
    traceId: record.traceId,
    attempt: record.attempt,
  }
}

/** What a person who looks at the queue is shown. */
export function toRow(record: JobRecord): JobRow {
  return {
    ...toJob(record),
    state: record.state,
    key: record.key,
    runAt: record.runAt,
    lastError: record.lastError,
    createdAt: record.createdAt,
    updatedAt: record.updatedAt,
  }
}
