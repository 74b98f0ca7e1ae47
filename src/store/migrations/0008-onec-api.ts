import type { Kysely } from 'kysely'

/** What 1C asks by: calls of a client or a number, a call by its document. */
export const name = '0008-onec-api'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.createIndex('call_by_client').on('call').columns(['client_ref', 'started_at']).execute()
  await db.schema.createIndex('call_by_phone').on('call').columns(['phone', 'started_at']).execute()
  await db.schema.createIndex('call_by_onec_ref').on('call').column('onec_ref').execute()
}
