import type { Kysely } from 'kysely'

/** Calls by their way into 1C: without it every desktop reads all calls there ever were to find those that failed. */
export const name = '0015-calls-by-onec-state'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('call_by_onec_state').on('call').columns(['onec_state', 'started_at', 'id']).execute()
}
