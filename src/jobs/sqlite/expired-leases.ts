import { type Kysely, sql } from 'kysely'
import type { Database } from '../../store/schema.ts'
import type { JobRecord } from './job-record.ts'

/** Jobs whose worker has not been heard of: their lease ran out. */
export async function expiredLeases(db: Kysely<Database>, queues: string[], now: string): Promise<JobRecord[]> {
  return activeJobs(db, queues).where('leaseUntil', '<=', now).execute()
}

/** Jobs some other worker holds. When no other can be alive, these were left behind by a process that was killed. */
export async function leasesOfOthers(db: Kysely<Database>, queues: string[], worker: string): Promise<JobRecord[]> {
  return activeJobs(db, queues).where('worker', '!=', worker).execute()
}

function activeJobs(db: Kysely<Database>, queues: string[]) {
  return db.selectFrom('job').selectAll().where(sql<boolean>`state = 'active'`).where('queue', 'in', queues)
}
