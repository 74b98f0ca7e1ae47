import type { Kysely } from 'kysely'
import type { Database } from '../../store/schema.ts'
import type { JobRow, JobState } from '../engine.ts'
import { toRow } from './job-record.ts'

const usualLimit = 100

/** Newest first. */
export async function listJobs(
  db: Kysely<Database>,
  filter: { queue?: string; state?: JobState; limit?: number },
): Promise<JobRow[]> {
  let query = db
    .selectFrom('job')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(filter.limit ?? usualLimit)
  if (filter.queue !== undefined) query = query.where('queue', '=', filter.queue)
  if (filter.state !== undefined) query = query.where('state', '=', filter.state)
  return (await query.execute()).map(toRow)
}

type Counts = Record<JobState, number>

/** Jobs by queue and state; queues that are known but empty are there with zeros. */
export async function countJobs(db: Kysely<Database>, known: Iterable<string>): Promise<Record<string, Counts>> {
  const rows = await db
    .selectFrom('job')
    .select(({ fn }) => ['queue', 'state', fn.countAll<number>().as('jobs')])
    .groupBy(['queue', 'state'])
    .execute()
  const stats: Record<string, Counts> = {}
  const countsOf = (queue: string) => (stats[queue] ??= { ready: 0, active: 0, done: 0, dead: 0, cancelled: 0 })
  for (const queue of known) countsOf(queue)
  for (const row of rows) countsOf(row.queue)[row.state] = row.jobs
  return stats
}
