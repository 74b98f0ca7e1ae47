import { gunzipSync, gzipSync } from 'node:zlib'
import type { Kysely, Transaction } from 'kysely'
import type { Database } from './schema.ts'
import type { MetadataChangeTable } from './tables/metadata-change.ts'

type Db = Kysely<Database> | Transaction<Database>

export interface Snapshot {
  infobase: string
  fingerprint: string
  /** Whatever was kept; the caller knows its shape. */
  shape: unknown
  at: string
}

/** The state of the metadata that changes are told against. */
const accepted = 'accepted'

export async function acceptedSnapshot(db: Db): Promise<Snapshot | null> {
  const row = await db.selectFrom('metadataSnapshot').selectAll().where('name', '=', accepted).executeTakeFirst()
  if (!row) return null
  const { infobase, fingerprint, at } = row
  return { infobase, fingerprint, at, shape: JSON.parse(gunzipSync(Buffer.from(row.shape, 'base64')).toString('utf8')) }
}

export async function acceptSnapshot(db: Db, { infobase, fingerprint, shape, at }: Snapshot): Promise<void> {
  const packed = gzipSync(JSON.stringify(shape)).toString('base64')
  const row = { infobase, fingerprint, shape: packed, at }
  await db
    .insertInto('metadataSnapshot')
    .values({ name: accepted, ...row })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
    .execute()
}

/** Changes in these states, the latest first. */
export async function changesIn(
  db: Db,
  states: readonly MetadataChangeTable['state'][],
  limit = 10_000,
): Promise<MetadataChangeTable[]> {
  return db
    .selectFrom('metadataChange')
    .selectAll()
    .where('state', 'in', states)
    .orderBy('seenAt', 'desc')
    .orderBy('key')
    .limit(limit)
    .execute()
}

/** Puts a change down, or brings a known one up to date. */
export async function putChange(db: Db, row: MetadataChangeTable): Promise<void> {
  const { key: _, ...rest } = row
  await db
    .insertInto('metadataChange')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(rest))
    .execute()
}

export async function knownChange(db: Db, key: string): Promise<MetadataChangeTable | null> {
  return (await db.selectFrom('metadataChange').selectAll().where('key', '=', key).executeTakeFirst()) ?? null
}

/** Closes changes; `by` is the person who took note, null when it came right by itself. */
export async function settleChanges(
  db: Db,
  keys: readonly string[],
  how: { state: 'acknowledged' | 'settled'; by: string | null; outcome: string; at: string },
): Promise<void> {
  for (let at = 0; at < keys.length; at += 500)
    await db
      .updateTable('metadataChange')
      .set({ state: how.state, settledAt: how.at, settledBy: how.by, outcome: how.outcome })
      .where('key', 'in', keys.slice(at, at + 500))
      .execute()
}
