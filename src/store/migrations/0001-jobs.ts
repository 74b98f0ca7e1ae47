import { type Kysely, sql } from 'kysely'

/** The queue of the SQLite engine, and the slots of schedules. */
export const name = '0001-jobs'

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('job')
    .addColumn('seq', 'integer', (column) => column.primaryKey().autoIncrement())
    .addColumn('id', 'text', (column) => column.notNull().unique())
    .addColumn('queue', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('ready', 'active', 'done', 'dead', 'cancelled')`),
    )
    .addColumn('key', 'text')
    .addColumn('dedupe_key', 'text')
    .addColumn('priority', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('trace_id', 'text')
    .addColumn('attempt', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('failures', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('run_at', 'text', (column) => column.notNull())
    .addColumn('lease_until', 'text')
    .addColumn('worker', 'text')
    .addColumn('last_error', 'text')
    .addColumn('created_at', 'text', (column) => column.notNull())
    .addColumn('updated_at', 'text', (column) => column.notNull())
    .execute()

  // Claiming reads job_to_run from its start and asks job_alive_by_key whether an older one holds the key.
  await db.schema
    .createIndex('job_to_run')
    .on('job')
    .columns(['queue', 'priority desc', 'run_at', 'seq'])
    .where(sql<boolean>`state = 'ready'`)
    .execute()
  await db.schema
    .createIndex('job_alive_by_key')
    .on('job')
    .columns(['queue', 'key', 'seq'])
    .where(sql<boolean>`key is not null and state in ('ready', 'active', 'dead')`)
    .execute()
  // Enqueueing asks the first of these two; the second is the backstop. A job that has run and waits for another try may
  // meet a newer twin, which is why only jobs never run yet are held to be unique.
  await db.schema
    .createIndex('job_ready_by_dedupe_key')
    .on('job')
    .columns(['queue', 'dedupe_key'])
    .where(sql<boolean>`dedupe_key is not null and state = 'ready'`)
    .execute()
  await db.schema
    .createIndex('job_fresh_dedupe_key')
    .unique()
    .on('job')
    .columns(['queue', 'dedupe_key'])
    .where(sql<boolean>`dedupe_key is not null and state = 'ready' and attempt = 0`)
    .execute()
  await db.schema.createIndex('job_due').on('job').column('run_at').where(sql<boolean>`state = 'ready'`).execute()
  await db.schema
    .createIndex('job_leased')
    .on('job')
    .column('lease_until')
    .where(sql<boolean>`state = 'active'`)
    .execute()
  await db.schema
    .createIndex('job_over')
    .on('job')
    .column('updated_at')
    .where(sql<boolean>`state in ('done', 'cancelled')`)
    .execute()
  await db.schema.createIndex('job_by_state').on('job').columns(['state', 'queue']).execute()

  await db.schema
    .createTable('schedule_slot')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('slot', 'text', (column) => column.notNull())
    .addColumn('fired_at', 'text')
    .addPrimaryKeyConstraint('schedule_slot_pk', ['name', 'slot'] as never[])
    .execute()
}
