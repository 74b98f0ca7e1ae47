import type { Kysely } from 'kysely'
import { ConfigError } from '../errors.ts'
import { migrations } from './migrations/index.ts'
import type { Database } from './schema.ts'

export interface Migration {
  /** Numbered, `0003-mirror`; also what the database remembers it by. */
  name: string
  up(trx: Kysely<unknown>): Promise<void>
}

type Own = { migration: { name: string; appliedAt: string } }

/**
 * Brings the schema up to this version and returns the names of what was applied. Forward only, each migration in a
 * transaction of its own. Of two processes that start at once, the second waits and finds the work done.
 *
 * Throws ConfigError when the database was written by a newer hub: this one would not know what its tables mean.
 */
export async function migrate(db: Kysely<Database>, known: readonly Migration[] = migrations): Promise<string[]> {
  const store = db.withTables<Own>()
  await store.schema
    .createTable('migration')
    .ifNotExists()
    .addColumn('name', 'text', (column) => column.notNull().primaryKey())
    .addColumn('applied_at', 'text', (column) => column.notNull())
    .execute()
  refuseNewer(await appliedNames(store), known)

  const done: string[] = []
  for (const migration of known) {
    await store.transaction().execute(async (trx) => {
      const applied = await appliedNames(trx)
      if (applied.has(migration.name)) return
      await migration.up(trx as unknown as Kysely<unknown>)
      await trx.insertInto('migration').values({ name: migration.name, appliedAt: new Date().toISOString() }).execute()
      done.push(migration.name)
    })
  }
  return done
}

async function appliedNames(db: Kysely<Database & Own>): Promise<Set<string>> {
  const rows = await db.selectFrom('migration').select('name').execute()
  return new Set(rows.map((row) => row.name))
}

function refuseNewer(applied: Set<string>, known: readonly Migration[]): void {
  const names = new Set(known.map((migration) => migration.name))
  const unknown = [...applied].filter((name) => !names.has(name)).sort()
  if (unknown.length === 0) return
  throw new ConfigError(
    `The database was written by a newer version of the hub: it holds ${unknown.join(', ')}, which this version does ` +
      `not know (its newest is ${known.at(-1)?.name ?? 'none'}). Start that newer version, or restore the backup made ` +
      'before the update.',
    { unknown },
  )
}
