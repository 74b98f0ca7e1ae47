import { type Kysely, sql } from 'kysely'

/** What 1C holds otherwise than the hub wanted. */
export const name = '0009-conflicts'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('conflict')
    .addColumn('message_id', 'integer', (column) => column.notNull().references('outbox.id').onDelete('cascade'))
    .addColumn('property', 'text', (column) => column.notNull())
    .addColumn('wanted', 'text', (column) => column.notNull())
    .addColumn('got', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('open', 'accepted')`))
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('conflict_pk', ['message_id', 'property'])
    .execute()
  await db.schema.createIndex('conflict_by_state').on('conflict').columns(['state', 'at']).execute()
}
