import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { Database } from '../../store/schema.ts'

const keptMs = 7 * 24 * 3_600_000
const batch = 500

/**
 * Removes jobs that were over, and slots that fired, more than a week ago; the dead stay until a person has seen to them.
 * In small batches with a turn of the event loop between them, so that an inbound fact never waits for a long delete.
 */
export async function sweepJobs(db: Kysely<Database>, now: Date, isStopping: () => boolean): Promise<number> {
  const before = new Date(now.getTime() - keptMs).toISOString()
  let removed = 0
  while (!isStopping()) {
    const { numAffectedRows } = await sql`
      delete from job
      where seq in (
        select seq from job where state in ('done', 'cancelled') and updated_at < ${before} limit ${batch}
      )
    `.execute(db)
    removed += Number(numAffectedRows)
    if (Number(numAffectedRows) < batch) break
    await nextTurn()
  }
  await db.deleteFrom('scheduleSlot').where('firedAt', '<', before).execute()
  return removed
}
