import type { Kysely, Transaction } from 'kysely'
import { NoResultError } from 'kysely'
import type { Fate } from '../errors.ts'
import type { Database } from './schema.ts'
import type { OutboxTable } from './tables/calls.ts'

type Db = Kysely<Database> | Transaction<Database>

export interface Effect {
  sink: OutboxTable['sink']
  kind: string
  /** The same effect always has the same key, however often the work that wants it runs. */
  key: string
  subject: string
  payload: unknown
  traceId: string
  nextTryAt?: string | null
}

export type OutboxMessage = Omit<OutboxTable, 'id' | 'payload' | 'result'> & {
  id: number
  payload: unknown
  result: unknown
}

/**
 * Puts an effect on the list, or finds it there. A known effect whose wish has changed (the call got its recording) is
 * pending again with the new payload; one that a person stopped stays stopped.
 */
export async function oweEffect(db: Db, effect: Effect, now: string): Promise<OutboxMessage> {
  const payload = JSON.stringify(effect.payload)
  const known = await db.selectFrom('outbox').selectAll().where('key', '=', effect.key).executeTakeFirst()
  if (known) {
    if (known.payload === payload || known.state === 'cancelled') return parse(known)
    await db
      .updateTable('outbox')
      .set({ payload, state: known.state === 'unknown' ? 'unknown' : 'pending', updatedAt: now })
      .where('id', '=', known.id)
      .execute()
    return getEffect(db, known.id)
  }
  const row = await db
    .insertInto('outbox')
    .values({
      sink: effect.sink,
      kind: effect.kind,
      key: effect.key,
      subject: effect.subject,
      payload,
      state: 'pending',
      attempts: 0,
      nextTryAt: effect.nextTryAt ?? null,
      traceId: effect.traceId,
      createdAt: now,
      updatedAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return parse(row)
}

export async function getEffect(db: Db, id: number): Promise<OutboxMessage> {
  const row = await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NoResultError(db.selectFrom('outbox').toOperationNode())
  return parse(row)
}

/** Start of the last attempt when it may have reached the far side: it never reported back, or said it does not know. */
export async function unsettledSince(db: Db, id: number): Promise<string | null> {
  const row = await db
    .selectFrom('outboxAttempt')
    .select(['outcome', 'startedAt'])
    .where('messageId', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && (row.outcome === null || row.outcome === 'ask') ? row.startedAt : null
}

/** Commits the intention before the first byte goes out; returns the attempt's number. */
export async function beginAttempt(trx: Transaction<Database>, id: number, now: string): Promise<number> {
  await trx
    .updateTable('outbox')
    .set((eb) => ({ state: 'sending', attempts: eb('attempts', '+', 1), updatedAt: now }))
    .where('id', '=', id)
    .execute()
  const row = await trx
    .insertInto('outboxAttempt')
    .values({ messageId: id, startedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** State of the message after an attempt that ended so. */
const stateAfter = { retry: 'pending', ask: 'unknown', park: 'failed' } as const satisfies Record<
  Fate,
  OutboxTable['state']
>

export async function settleSent(
  trx: Transaction<Database>,
  id: number,
  attempt: number | null,
  result: unknown,
  now: string,
): Promise<void> {
  if (attempt !== null) {
    await trx.updateTable('outboxAttempt').set({ endedAt: now, outcome: 'sent' }).where('id', '=', attempt).execute()
  }
  await trx
    .updateTable('outbox')
    .set({ state: 'sent', result: JSON.stringify(result), reason: null, nextTryAt: null, updatedAt: now })
    .where('id', '=', id)
    .execute()
}

export async function settleFailed(
  trx: Transaction<Database>,
  id: number,
  attempt: number | null,
  failure: { fate: Fate; reason: string },
  now: string,
): Promise<void> {
  if (attempt !== null) {
    await trx
      .updateTable('outboxAttempt')
      .set({ endedAt: now, outcome: failure.fate, detail: failure.reason })
      .where('id', '=', attempt)
      .execute()
  }
  await trx
    .updateTable('outbox')
    .set({ state: stateAfter[failure.fate], reason: failure.reason, updatedAt: now })
    .where('id', '=', id)
    .execute()
}

function parse(row: { [K in keyof OutboxTable]: K extends 'id' ? number : OutboxTable[K] }): OutboxMessage {
  return {
    ...row,
    payload: JSON.parse(row.payload) as unknown,
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
  }
}
