import { type Kysely, sql } from 'kysely'

/** What people write of a conversation, and how far it got in 1C. */
export const name = '0013-call-notes'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('call_note')
    .addColumn('call_key', 'text', (column) => column.primaryKey())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('saved_at', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('accepted', 'confirmed', 'refused', 'conflict')`),
    )
    .addColumn('reason', 'text')
    .addColumn('onec_text', 'text')
    .execute()
}
