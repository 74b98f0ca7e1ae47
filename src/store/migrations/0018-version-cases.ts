import type { Kysely } from 'kysely'

/** A version of the mappings may take the cases beside them along. */
export const name = '0018-version-cases'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('mapping_version')
    .addColumn('cases', 'text', (column) => column.notNull().defaultTo('{}'))
    .execute()
}
