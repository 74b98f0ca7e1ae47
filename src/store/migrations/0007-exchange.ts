import type { Kysely } from 'kysely'

/** Where a whole pull goes on after a stop: a line for each entity and range of its pages. */
export const name = '0007-exchange'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('pull_cursor')
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('n', 'integer', (column) => column.notNull())
    .addColumn('pull', 'integer', (column) => column.notNull())
    .addColumn('range_from', 'text', (column) => column.notNull())
    .addColumn('range_to', 'text', (column) => column.notNull())
    .addColumn('next', 'integer', (column) => column.notNull())
    .addColumn('finished', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('pull_cursor_pk', ['entity', 'n'] as never[])
    .execute()
}
