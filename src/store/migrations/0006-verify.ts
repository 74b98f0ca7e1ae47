import { type Kysely, sql } from 'kysely'

/** Certificates of the comparison with 1C, and how many rows the lists of a record have. */
export const name = '0006-verify'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('verification')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('started_at', 'text', (column) => column.notNull())
    .addColumn('finished_at', 'text')
    .addColumn('moved_at', 'text', (column) => column.notNull())
    .addColumn('cause', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('progress', 'text')
    .addColumn('figures', 'text', (column) => column.notNull())
    .addColumn('gaps', 'integer', (column) => column.notNull())
    .addColumn('healed', 'integer', (column) => column.notNull())
    .addColumn('trace_id', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('verification_by_day').on('verification').columns(['day', 'id']).execute()

  await db.schema
    .createTable('verification_gap')
    .addColumn('id', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('verification_id', 'text', (column) =>
      column.notNull().references('verification.id').onDelete('cascade'),
    )
    .addColumn('entity', 'text', (column) => column.notNull())
    .addColumn('ref', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('healable', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('settled_at', 'text')
    .execute()
  await db.schema.createIndex('verification_gap_by_run').on('verification_gap').column('verification_id').execute()

  for (const table of ['client', 'deal']) {
    await db.schema
      .alterTable(table)
      .addColumn('lines', 'integer', (column) => column.notNull().defaultTo(0))
      .execute()
  }
  await sql`update client set lines = (select count(*) from client_phone where client_ref = client.ref)
    + (select count(*) from client_email where client_ref = client.ref)`.execute(db)
  await sql`update deal set lines = (select count(*) from deal_client where deal_ref = deal.ref)
    + (select count(*) from schedule_line where deal_ref = deal.ref)`.execute(db)
}
