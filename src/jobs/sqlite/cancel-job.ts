import type { Kysely } from 'kysely'
import type { Database } from '../../store/schema.ts'

/**
 * Takes a job off the queue for good; false when it is over already or unknown. A running one is cancelled as well, its
 * result will not count. A cancelled job no longer holds back the others with its key.
 */
export async function cancelJob(db: Kysely<Database>, id: string, now: string): Promise<boolean> {
  const result = await db
    .updateTable('job')
    .set({ state: 'cancelled', worker: null, leaseUntil: null, updatedAt: now })
    .where('id', '=', id)
    .where('state', 'in', ['ready', 'active', 'dead'])
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
