import type { Kysely } from 'kysely'

/** What the exchange has put into the mirror, kept beside it: a row the mirror loses is missed by name. */
export const name = '0014-mirror-known'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mirror_known')
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('ref', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('mirror_known_pk', ['entity', 'ref'])
    .execute()
}
