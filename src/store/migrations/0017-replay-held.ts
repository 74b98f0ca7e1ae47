import { type Kysely, sql } from 'kysely'

/** An item of a replay that 1C keeps putting off steps aside; how often it was tried is kept with it. */
export const name = '0017-replay-held'

export async function up(db: Kysely<unknown>): Promise<void> {
  // SQLite changes a check only with the whole table.
  await sql`alter table replay_item rename to replay_item_before`.execute(db)
  await sql`drop index replay_item_by_state`.execute(db)
  await db.schema
    .createTable('replay_item')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('replay_id', 'text', (column) => column.notNull().references('replay.id').onDelete('cascade'))
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('target', 'text', (column) => column.notNull())
    .addColumn('since', 'text', (column) => column.notNull())
    .addColumn('title', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('waiting', 'held', 'done', 'failed', 'skipped')`),
    )
    .addColumn('tries', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('text', 'text')
    .addColumn('detail', 'text')
    .addColumn('handled_at', 'text')
    .execute()
  await sql`
    insert into replay_item (id, replay_id, subject, target, since, title, state, text, detail, handled_at)
    select id, replay_id, subject, target, since, title, state, text, detail, handled_at from replay_item_before
  `.execute(db)
  await sql`drop table replay_item_before`.execute(db)
  await db.schema.createIndex('replay_item_by_state').on('replay_item').columns(['replay_id', 'state', 'id']).execute()
}
