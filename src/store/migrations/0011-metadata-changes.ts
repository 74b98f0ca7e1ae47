import { type Kysely, sql } from 'kysely'

/** What changed in the configuration of 1C, and the state of it that the changes are told against. */
export const name = '0011-metadata-changes'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('metadata_snapshot')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('infobase', 'text', (column) => column.notNull())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('shape', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('metadata_change')
    .addColumn('key', 'text', (column) => column.primaryKey())
    .addColumn('change', 'text', (column) => column.notNull())
    .addColumn('severity', 'text', (column) => column.notNull().check(sql`severity in ('error', 'warning', 'info')`))
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('open', 'quiet', 'acknowledged', 'settled')`),
    )
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'text', (column) => column.notNull())
    .addColumn('told_at', 'text')
    .addColumn('settled_at', 'text')
    .addColumn('settled_by', 'text')
    .addColumn('outcome', 'text')
    .execute()
  await db.schema.createIndex('metadata_change_by_state').on('metadata_change').columns(['state', 'seen_at']).execute()
}
