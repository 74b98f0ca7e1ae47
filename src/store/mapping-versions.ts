import type { Insertable, Kysely, Selectable, Transaction } from 'kysely'
import type { Database } from './schema.ts'
import type { MappingVersionTable } from './tables/mapping-version.ts'

type Db = Kysely<Database> | Transaction<Database>

/** Text of a file of cases before and after a version; null where there is none. */
export interface CasesChange {
  before: string | null
  after: string | null
}

/** A version as it is used: its JSON columns read. */
export type MappingVersion = Omit<Selectable<MappingVersionTable>, 'files' | 'changed' | 'cases' | 'effect'> & {
  files: Record<string, string>
  changed: string[]
  cases: Record<string, CasesChange>
  effect: string[] | null
}

export type NewMappingVersion = Omit<MappingVersion, 'id'>

export async function addVersion(db: Db, version: NewMappingVersion): Promise<number> {
  const { files, changed, cases, effect, ...plain } = version
  const row: Insertable<MappingVersionTable> = {
    ...plain,
    files: JSON.stringify(files),
    changed: JSON.stringify(changed),
    cases: JSON.stringify(cases),
    effect: effect === null ? null : JSON.stringify(effect),
  }
  const { id } = await db.insertInto('mappingVersion').values(row).returning('id').executeTakeFirstOrThrow()
  return id
}

/** The newest version; null before the first. */
export async function lastVersion(db: Db): Promise<MappingVersion | null> {
  const row = await db.selectFrom('mappingVersion').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row ? parse(row) : null
}

export async function getVersion(db: Db, id: number): Promise<MappingVersion | null> {
  const row = await db.selectFrom('mappingVersion').selectAll().where('id', '=', id).executeTakeFirst()
  return row ? parse(row) : null
}

/** Versions before `id`, newest first; the newest of all when it is null. */
export async function versionsBefore(db: Db, id: number | null, limit: number): Promise<MappingVersion[]> {
  const rows = await db
    .selectFrom('mappingVersion')
    .selectAll()
    .$if(id !== null, (query) => query.where('id', '<', id ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(parse)
}

/** The oldest version after `id`; null when it is the newest. */
export async function versionAfter(db: Db, id: number): Promise<MappingVersion | null> {
  const row = await db
    .selectFrom('mappingVersion')
    .selectAll()
    .where('id', '>', id)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ? parse(row) : null
}

/** What the versions after `id` changed of the cases, the oldest first. */
export async function casesAfter(db: Db, id: number): Promise<Record<string, CasesChange>[]> {
  const rows = await db
    .selectFrom('mappingVersion')
    .select('cases')
    .where('id', '>', id)
    .where('cases', '!=', '{}')
    .orderBy('id')
    .execute()
  return rows.map(({ cases }) => JSON.parse(cases) as Record<string, CasesChange>)
}

export async function versionWritten(db: Db, id: number, now: string): Promise<void> {
  await db.updateTable('mappingVersion').set({ writtenAt: now }).where('id', '=', id).execute()
}

/** Takes back a version whose files could not be written. */
export async function dropVersion(db: Db, id: number): Promise<void> {
  await db.deleteFrom('mappingVersion').where('id', '=', id).where('writtenAt', 'is', null).execute()
}

function parse(row: Selectable<MappingVersionTable>): MappingVersion {
  return {
    ...row,
    files: JSON.parse(row.files) as Record<string, string>,
    changed: JSON.parse(row.changed) as string[],
    cases: JSON.parse(row.cases) as Record<string, CasesChange>,
    effect: row.effect === null ? null : (JSON.parse(row.effect) as string[]),
  }
}
