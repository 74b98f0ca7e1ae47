import type { Kysely } from 'kysely'
import type { Database } from '../../store/schema.ts'

/** Gives dead jobs a fresh set of attempts, due now and in their old place; returns how many. */
export async function redriveJobs(
  db: Kysely<Database>,
  filter: { queue?: string; id?: string },
  now: string,
): Promise<number> {
  let update = db
    .updateTable('job')
    .set({ state: 'ready', failures: 0, runAt: now, updatedAt: now })
    .where('state', '=', 'dead')
  if (filter.queue !== undefined) update = update.where('queue', '=', filter.queue)
  if (filter.id !== undefined) update = update.where('id', '=', filter.id)
  const result = await update.executeTakeFirst()
  return Number(result.numUpdatedRows)
}
