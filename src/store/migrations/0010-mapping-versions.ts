import { type Kysely, sql } from 'kysely'

/** Versions of the folder of mappings, and trials of edits before they become one. */
export const name = '0010-mapping-versions'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('mapping_version')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('comment', 'text', (column) => column.notNull())
    .addColumn('files', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('changed', 'text', (column) => column.notNull())
    .addColumn('effect', 'text')
    .addColumn('rolled_back_to', 'integer', (column) => column.references('mapping_version.id'))
    .addColumn('written_at', 'text')
    .execute()
  await db.schema
    .createTable('mapping_effect')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('at', 'text', (column) => column.notNull())
    .addColumn('author', 'text', (column) => column.notNull())
    .addColumn('base_fingerprint', 'text', (column) => column.notNull())
    .addColumn('files', 'text', (column) => column.notNull())
    .addColumn('disk', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('running', 'done', 'failed', 'stopped')`),
    )
    .addColumn('progress', 'text')
    .addColumn('result', 'text')
    .addColumn('reason', 'text')
    .addColumn('job_id', 'text')
    .addColumn('finished_at', 'text')
    .addColumn('seen_at', 'text')
    .execute()
}
