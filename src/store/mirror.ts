import { type Kysely, sql, type Transaction } from 'kysely'
import { inserter, ownedDeleter, ownersBetween, ownersIn, snake, upserter, type WriteRows } from './bulk.ts'
import { columnsOf, type Incoming, layOut, type MirrorRows } from './mirror-rows.ts'
import { type Mirrored, mirroredEntities, shapes } from './mirror-shapes.ts'
import type { Database } from './schema.ts'

export type { Incoming } from './mirror-rows.ts'
export { type Mirrored, mirroredEntities } from './mirror-shapes.ts'

/** How a page of one entity is written; made once for each, on first use. */
interface Writer {
  upsert: WriteRows
  lists: {
    any: ReturnType<typeof ownersBetween>
    owners: ReturnType<typeof ownersIn>
    clear: WriteRows
    insert: WriteRows
  }[]
}

/** A record read again unchanged has not changed: feeds keep their dates and ETag. */
const unlessUnchanged = (table: string) =>
  `case when ${table}.data_version = excluded.data_version and ${table}.deleted = excluded.deleted
   then ${table}.updated_at else excluded.updated_at end`

function makeWriter(name: Mirrored): Writer {
  return {
    upsert: upserter(name, columnsOf(name), ['ref', 'createdAt'], { updatedAt: unlessUnchanged(snake(name)) }),
    lists: shapes[name].lists.map(({ table, columns }) => ({
      any: ownersBetween(table, columns[0]),
      owners: ownersIn(table, columns[0]),
      clear: ownedDeleter(table, columns[0]),
      insert: inserter(table, columns),
    })),
  }
}

const writers = new Map<Mirrored, Writer>()

function writerOf(name: Mirrored): Writer {
  const writer = writers.get(name) ?? makeWriter(name)
  writers.set(name, writer)
  return writer
}

/**
 * Writes a page of one entity with its lists. The last record wins where a page names one twice. `seen` is the number of
 * the full pull it belongs to (or the current one, for changes).
 */
export async function putMirrored<N extends Mirrored>(
  trx: Transaction<Database>,
  name: N,
  page: readonly Incoming<N>[],
  seen: number,
  now: string,
): Promise<void> {
  await putRows(trx, name, layOut(name, page as readonly Incoming<Mirrored>[], seen, now))
}

/** Writes a page that is laid out already. */
export async function putRows(trx: Transaction<Database>, name: Mirrored, rows: MirrorRows): Promise<void> {
  if (rows.refs.length === 0) return
  const { upsert, lists } = writerOf(name)
  await upsert(trx, rows.cells)
  const { least, most } = boundsOf(rows.refs)
  for (const [n, { any, owners, clear, insert }] of lists.entries()) {
    // Records of a first pull have none, and its pages follow one another; a lost record may have left its lists behind.
    if (await any(trx, least, most)) await clear(trx, await owners(trx, rows.refs))
    await insert(trx, rows.lists[n] ?? [])
  }
}

function boundsOf(refs: readonly string[]): { least: string; most: string } {
  let [least = '', most = ''] = [refs[0], refs[0]]
  for (const ref of refs) {
    if (ref < least) least = ref
    else if (ref > most) most = ref
  }
  return { least, most }
}

/** What the mirror says of a record, enough to tell whether it is the one 1C has. */
export interface MirrorState {
  ref: string
  /** Number or code by which people know it. */
  mark: string
  deleted: boolean
  dataVersion: string | null
  /** Whether the lists of the record have as many rows as 1C sent. */
  whole: boolean
}

/** Documents are known by their number, catalog items by their code. */
const numbered: ReadonlySet<Mirrored> = new Set(['deal', 'payment', 'booking'])

/** States of those of `refs` that the mirror holds, deleted ones included. */
export async function mirrorStates(
  db: Kysely<Database> | Transaction<Database>,
  name: Mirrored,
  refs: readonly string[],
): Promise<Map<string, MirrorState>> {
  const lists = shapes[name].lists.map(
    ({ table, columns: [owner] }) =>
      sql`(select count(*) from ${sql.table(table)} where ${sql.ref(owner)} = ${sql.ref(`${name}.ref`)})`,
  )
  const whole = lists.length > 0 ? sql<number>`lines = ${sql.join(lists, sql` + `)}` : sql<number>`1`
  const mark = sql.ref<string>(numbered.has(name) ? 'number' : 'code')
  const states = new Map<string, MirrorState>()
  for (const some of chunks(refs, 500)) {
    const rows = await db
      .selectFrom(name as 'unit')
      .select(['ref', 'deleted', 'dataVersion', mark.as('mark'), whole.as('whole')])
      .where('ref', 'in', some)
      .execute()
    for (const row of rows) states.set(row.ref, { ...row, deleted: row.deleted === 1, whole: row.whole === 1 })
  }
  return states
}

/** References of living records after `after` in their order; of those only that the full pull `unseenBy` did not meet. */
export async function livingRefs(
  db: Kysely<Database>,
  name: Mirrored,
  after: string,
  limit: number,
  unseenBy?: number,
): Promise<string[]> {
  const living = db
    .selectFrom(name as 'unit')
    .select('ref')
    .where('deleted', '=', 0)
    .where('ref', '>', after)
    .orderBy('ref')
    .limit(limit)
  const rows = await (unseenBy === undefined ? living : living.where('seen', '<', unseenBy)).execute()
  return rows.map((row) => row.ref)
}

/** Marks a record as deleted in 1C; true when it was here and alive. */
export async function markDeleted(
  trx: Transaction<Database>,
  name: Mirrored,
  ref: string,
  now: string,
): Promise<boolean> {
  const result = await trx
    .updateTable(name as 'unit')
    .set({ deleted: 1, updatedAt: now })
    .where('ref', '=', ref)
    .where('deleted', '=', 0)
    .executeTakeFirst()
  // What could not be read of it does not matter any more.
  await trx.deleteFrom('unmapped').where('entity', '=', name).where('ref', '=', ref).execute()
  return result.numUpdatedRows > 0n
}

/** Living records that the full pull number `seen` did not meet, and how many there are alive in all. */
export async function countUnseen(
  db: Kysely<Database>,
  name: Mirrored,
  seen: number,
): Promise<{ unseen: number; alive: number }> {
  const row = await db
    .selectFrom(name as 'unit')
    .select((eb) => [eb.fn.countAll<number>().as('alive'), sql<number>`coalesce(sum(seen < ${seen}), 0)`.as('unseen')])
    .where('deleted', '=', 0)
    .executeTakeFirstOrThrow()
  return { alive: Number(row.alive), unseen: Number(row.unseen) }
}

/** Lets the full pull number `seen` have met records of which nothing new is known. */
export async function markSeen(
  trx: Transaction<Database>,
  name: Mirrored,
  refs: readonly string[],
  seen: number,
): Promise<void> {
  for (const some of chunks(refs, 500)) {
    await trx
      .updateTable(name as 'unit')
      .set({ seen })
      .where('ref', 'in', some)
      .execute()
  }
}

/** How many records the full pull number `seen` has met. */
export async function countSeen(db: Kysely<Database>, name: Mirrored, seen: number): Promise<number> {
  const row = await db
    .selectFrom(name as 'unit')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('seen', '>=', seen)
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

/** Those of `refs` that are alive here; with `status`, those of them that have it. */
export async function livingAmong(
  db: Kysely<Database> | Transaction<Database>,
  name: Mirrored,
  refs: readonly string[],
  status?: string,
): Promise<string[]> {
  const found: string[] = []
  for (const some of chunks(refs, 500)) {
    let query = db
      .selectFrom(name as 'unit')
      .select('ref')
      .where('deleted', '=', 0)
      .where('ref', 'in', some)
    if (status !== undefined) query = query.where('status', '=', status)
    found.push(...(await query.execute()).map((row) => row.ref))
  }
  return found
}

/** Living records of one entity. */
export async function countLiving(db: Kysely<Database>, name: Mirrored): Promise<number> {
  const row = await db
    .selectFrom(name as 'unit')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('deleted', '=', 0)
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

/** Living records of every entity, for the desktop. */
export async function countMirrored(db: Kysely<Database>): Promise<Record<Mirrored, number>> {
  const counts = {} as Record<Mirrored, number>
  for (const name of mirroredEntities) counts[name] = await countLiving(db, name)
  return counts
}

function* chunks<T>(list: readonly T[], size: number): Generator<T[]> {
  for (let at = 0; at < list.length; at += size) yield list.slice(at, at + size)
}
