import { type Kysely, sql } from 'kysely'
import type { Database } from '../../store/schema.ts'
import type { JobRecord } from './job-record.ts'

export interface Claim {
  queue: string
  limit: number
  worker: string
  now: string
  leaseUntil: string
}

/**
 * Takes up to `limit` due jobs of a queue, the most urgent first. One statement, so two workers never get the same job.
 *
 * Within a key only the oldest job that is not over can be taken: whatever its priority, a younger one waits while an
 * older one is ready (even if due later), active or dead.
 *
 * A job that was to run at once does so whatever the clock says: one set back by an hour must not hold calls for an hour.
 */
export async function claimJobs(db: Kysely<Database>, claim: Claim): Promise<JobRecord[]> {
  const { rows } = await sql<JobRecord>`
    update job
    set state = 'active', attempt = attempt + 1, worker = ${claim.worker},
        lease_until = ${claim.leaseUntil}, updated_at = ${claim.now}
    where seq in (
      select due.seq
      from job due
      where due.queue = ${claim.queue}
        and due.state = 'ready'
        and (due.run_at <= ${claim.now} or due.run_at = due.created_at)
        and not exists (
          select 1
          from job older
          where older.queue = due.queue
            and older.key = due.key
            and older.seq < due.seq
            and older.state in ('ready', 'active', 'dead')
        )
      order by due.priority desc, due.run_at, due.seq
      limit ${claim.limit}
    )
    returning *
  `.execute(db)
  // `returning` promises no order.
  return rows.sort((a, b) => b.priority - a.priority || compare(a.runAt, b.runAt) || a.seq - b.seq)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
