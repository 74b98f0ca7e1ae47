import { type Kysely, sql } from 'kysely'
import type { Mirrored } from './mirror.ts'
import type { Database } from './schema.ts'

/** Notes the living rows of an entity as they are now; only what differs from the last note is written. */
export async function rememberMirror(db: Kysely<Database>, name: Mirrored): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const living = trx
      .selectFrom(name as 'unit')
      .where('deleted', '=', 0)
      .select(['ref', (row) => row.fn.coalesce('dataVersion', sql.lit('')).as('version')])
    await trx
      .deleteFrom('mirrorKnown')
      .where('entity', '=', name)
      .where(
        'ref',
        'not in',
        trx
          .selectFrom(name as 'unit')
          .select('ref')
          .where('deleted', '=', 0),
      )
      .execute()
    await trx
      .insertInto('mirrorKnown')
      .columns(['entity', 'ref', 'version'])
      .expression((query) =>
        query
          .selectFrom(living.as('living'))
          .select([sql.lit<string>(name).as('entity'), 'living.ref', 'living.version'])
          // SQLite takes «on conflict» after «select … from …» for the condition of a join.
          .where(sql<boolean>`true`),
      )
      .onConflict((conflict) =>
        conflict
          .columns(['entity', 'ref'])
          .doUpdateSet((row) => ({ version: row.ref('excluded.version') }))
          .whereRef('mirrorKnown.version', '!=', 'excluded.version'),
      )
      .execute()
  })
}

export async function forgetMirror(db: Kysely<Database>, name: Mirrored): Promise<void> {
  await db.deleteFrom('mirrorKnown').where('entity', '=', name).execute()
}

/** Versions of those of these records that the exchange has left in the mirror alive. */
export async function knownVersions(
  db: Kysely<Database>,
  name: Mirrored,
  refs: readonly string[],
): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map()
  const rows = await db
    .selectFrom('mirrorKnown')
    .select(['ref', 'version'])
    .where('entity', '=', name)
    .where('ref', 'in', refs)
    .execute()
  return new Map(rows.map((row) => [row.ref, row.version]))
}
