import { type Kysely, sql } from 'kysely'

/** What came in, kept exactly as received. */
export const name = '0002-inbox'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('inbox_fact')
    .addColumn('id', 'text', (column) => column.notNull().primaryKey())
    .addColumn('source', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('received_at', 'text', (column) => column.notNull())
    .addColumn('content_type', 'text')
    .addColumn('headers', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('subject_key', 'text')
    .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('new', 'done', 'parked')`))
    .addColumn('reason', 'text')
    .addColumn('handled_at', 'text')
    .addUniqueConstraint('inbox_fact_source_key', ['source', 'key'] as never[])
    .execute()
  await db.schema
    .createIndex('inbox_fact_by_subject_key')
    .on('inbox_fact')
    .column('subject_key')
    .where(sql<boolean>`subject_key is not null`)
    .execute()
  await db.schema.createIndex('inbox_fact_by_state').on('inbox_fact').columns(['state', 'id']).execute()
}
