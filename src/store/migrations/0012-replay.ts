import { type Kysely, sql } from 'kysely'

/** Doing past things once more, item by item. */
export const name = '0012-replay'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('replay')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('filter', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addColumn('mapping', 'text', (column) => column.notNull().check(sql`mapping in ('now', 'then')`))
    .addColumn('dry', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull().check(sql`state in ('running', 'done', 'stopped')`))
    .addColumn('waiting', 'text')
    .addColumn('beyond', 'integer', (column) => column.notNull())
    .addColumn('finished_at', 'text')
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .execute()
  // The same set is replayed once at a time, however often the button is pressed.
  await sql`create unique index replay_running on replay (hash) where state = 'running'`.execute(db)

  await db.schema
    .createTable('replay_item')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('replay_id', 'text', (column) => column.notNull().references('replay.id').onDelete('cascade'))
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('since', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('waiting', 'done', 'failed', 'skipped')`),
    )
    .addColumn('text', 'text')
    .addColumn('detail', 'text')
    .addColumn('handled_at', 'text')
    .execute()
  await db.schema.createIndex('replay_item_by_state').on('replay_item').columns(['replay_id', 'state', 'id']).execute()
}
