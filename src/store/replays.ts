import type { Insertable, Kysely, Selectable, Transaction } from 'kysely'
import type { Database } from './schema.ts'
import type { ReplayItemTable, ReplayTable } from './tables/replay.ts'

type Db = Kysely<Database> | Transaction<Database>

export type ReplayRow = Selectable<ReplayTable>
export type ReplayItemRow = Selectable<ReplayItemTable>
export type ItemState = ReplayItemTable['state']
export type ItemCounts = Record<ItemState, number>

export const noItems: Readonly<ItemCounts> = { waiting: 0, held: 0, done: 0, failed: 0, skipped: 0 }

const keptMs = 90 * 24 * 3_600_000

/** The replay that does just this now; null when none does. */
export async function runningReplay(db: Db, hash: string): Promise<ReplayRow | null> {
  const row = await db
    .selectFrom('replay')
    .selectAll()
    .where('state', '=', 'running')
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row ?? null
}

/** Adds a replay and removes those past their time with their items. */
export async function addReplay(trx: Transaction<Database>, replay: Insertable<ReplayTable>): Promise<void> {
  const oldest = new Date(Date.parse(replay.at) - keptMs).toISOString()
  await trx.deleteFrom('replay').where('at', '<', oldest).where('state', '!=', 'running').execute()
  await trx.insertInto('replay').values(replay).execute()
}

export async function getReplay(db: Db, id: string): Promise<ReplayRow | null> {
  return (await db.selectFrom('replay').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Newest first. */
export async function listReplays(db: Db, limit: number): Promise<ReplayRow[]> {
  return db.selectFrom('replay').selectAll().orderBy('id', 'desc').limit(limit).execute()
}

export async function changeReplay(db: Db, id: string, change: Partial<Omit<ReplayTable, 'id'>>): Promise<void> {
  await db.updateTable('replay').set(change).where('id', '=', id).execute()
}

/** How many items of each replay are in each state. */
export async function countItems(db: Db, ids: readonly string[]): Promise<Map<string, ItemCounts>> {
  const counts = new Map(ids.map((id) => [id, { ...noItems }]))
  if (ids.length === 0) return counts
  const rows = await db
    .selectFrom('replayItem')
    .select((eb) => ['replayId', 'state', eb.fn.countAll<number>().as('n')])
    .where('replayId', 'in', ids)
    .groupBy(['replayId', 'state'])
    .execute()
  for (const { replayId, state, n } of rows) {
    const count = counts.get(replayId)
    if (count) count[state] = Number(n)
  }
  return counts
}

/** Items that wait to be handled, oldest first; none of the subjects in `aside`. */
export async function waitingItems(
  db: Db,
  replayId: string,
  aside: readonly string[],
  limit: number,
): Promise<ReplayItemRow[]> {
  let query = db.selectFrom('replayItem').selectAll().where('replayId', '=', replayId).where('state', '=', 'waiting')
  if (aside.length > 0) query = query.where('subject', 'not in', aside)
  return query.orderBy('id').limit(limit).execute()
}

/** Notes that 1C put an item off, and why; it goes on waiting. */
export async function noteTry(db: Db, id: number, reason: string): Promise<void> {
  await db
    .updateTable('replayItem')
    .set((eb) => ({ tries: eb('tries', '+', 1), text: reason }))
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}

/** Takes an item out of the work, and with it those that must not overtake it. */
export async function holdItem(
  trx: Transaction<Database>,
  { id, replayId, subject }: ReplayItemRow,
  why: { item: string; behind: string },
): Promise<void> {
  const ofSubject = trx
    .updateTable('replayItem')
    .where('replayId', '=', replayId)
    .where('state', '=', 'waiting')
    .where('subject', '=', subject)
  await ofSubject.set({ state: 'held', text: why.item }).where('id', '=', id).execute()
  await ofSubject.set({ state: 'held', text: why.behind }).execute()
}

/** Puts what was taken out back to work. */
export async function releaseItems(db: Db, replayId: string): Promise<void> {
  await db
    .updateTable('replayItem')
    .set({ state: 'waiting', tries: 0, text: null })
    .where('replayId', '=', replayId)
    .where('state', '=', 'held')
    .execute()
}

/** A page of items as they are listed; of one state when it is given. */
export async function listItems(
  db: Db,
  replayId: string,
  state: ItemState | undefined,
  offset: number,
  limit: number,
): Promise<ReplayItemRow[]> {
  let query = db.selectFrom('replayItem').selectAll().where('replayId', '=', replayId)
  if (state !== undefined) query = query.where('state', '=', state)
  return query.orderBy('id').offset(offset).limit(limit).execute()
}

/** An item is settled once: what a second hand brings for it is nothing new. */
export async function settleItem(
  db: Db,
  id: number,
  outcome: { state: Exclude<ItemState, 'waiting' | 'held'>; text: string; detail: string | null },
  now: string,
): Promise<void> {
  await db
    .updateTable('replayItem')
    .set({ ...outcome, handledAt: now })
    .where('id', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}
