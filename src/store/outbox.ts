import { type Kysely, NoResultError, sql, type Transaction } from 'kysely'
import { z } from 'zod'
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
}

export type OutboxMessage = Omit<OutboxTable, 'id' | 'payload' | 'result'> & {
  id: number
  payload: unknown
  result: unknown
}

/**
 * Puts an effect on the list, or finds it there. A known effect whose wish has changed (the call got its recording) is
 * pending again with the new payload; one that is being sent or in doubt keeps its state, one that a person stopped stays
 * stopped.
 */
export async function oweEffect(db: Db, effect: Effect, now: string): Promise<OutboxMessage> {
  const payload = JSON.stringify(effect.payload)
  const known = await db.selectFrom('outbox').selectAll().where('key', '=', effect.key).executeTakeFirst()
  if (known) {
    if (known.payload === payload || known.state === 'cancelled') return parse(known)
    const state = known.state === 'unknown' || known.state === 'sending' ? known.state : 'pending'
    await db.updateTable('outbox').set({ payload, state, updatedAt: now }).where('id', '=', known.id).execute()
    return getEffect(db, known.id)
  }
  const { sink, kind, key, subject, traceId } = effect
  const row = await db
    .insertInto('outbox')
    .values({
      sink,
      kind,
      key,
      subject,
      payload,
      state: 'pending',
      attempts: 0,
      traceId,
      createdAt: now,
      updatedAt: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return parse(row)
}

/**
 * What was delivered or refused before `settledBefore` is due again: delivered once more, an effect looks first whether
 * the far side has it. One that a person cancelled stays cancelled, one in doubt is asked about anyway.
 */
export async function oweAgain(db: Db, key: string, now: string, settledBefore: string = now): Promise<void> {
  await db
    .updateTable('outbox')
    .set({ state: 'pending', updatedAt: now })
    .where('key', '=', key)
    .where('state', 'in', ['sent', 'failed'])
    .where('updatedAt', '<=', settledBefore)
    .execute()
}

/** The effect with this key; null when nobody has wished for it yet. */
export async function effectByKey(db: Db, key: string): Promise<OutboxMessage | null> {
  const row = await db.selectFrom('outbox').selectAll().where('key', '=', key).executeTakeFirst()
  return row ? parse(row) : null
}

/** The effects with this key, or with this key and a generation behind it, whose last attempt nobody heard the end of. */
export async function effectsInDoubt(db: Db, key: string): Promise<OutboxMessage[]> {
  const rows = await db
    .selectFrom('outbox')
    .selectAll()
    .where((row) => row.or([row('key', '=', key), row('key', 'like', `${key}:%`)]))
    .where('state', 'in', ['sending', 'unknown'])
    .orderBy('id')
    .execute()
  return rows.map(parse)
}

export async function getEffect(db: Db, id: number): Promise<OutboxMessage> {
  const row = await db.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new NoResultError(db.selectFrom('outbox').toOperationNode())
  return parse(row)
}

const Held = z.object({
  written: z.record(z.string(), z.unknown()),
  conflicts: z.array(z.object({ property: z.string(), got: z.unknown() }).loose()),
})

/**
 * A person has seen what the far side holds of these properties instead of what was wanted: the next delivery may replace
 * that, and nothing later. The effect is owed once more.
 */
export async function rebaseEffect(db: Db, message: OutboxMessage, properties: readonly string[]): Promise<void> {
  const { data } = Held.safeParse(message.result)
  if (!data) return
  const seen = data.conflicts.filter(({ property }) => properties.includes(property))
  const written = { ...data.written, ...Object.fromEntries(seen.map(({ property, got }) => [property, got])) }
  const conflicts = data.conflicts.filter((conflict) => !seen.includes(conflict))
  const result = JSON.stringify({ ...(message.result as object), written, conflicts })
  const state = message.state === 'sent' ? 'pending' : message.state
  await db.updateTable('outbox').set({ result, state }).where('id', '=', message.id).execute()
}

/**
 * Since when the last attempt is in doubt: it never reported back (the process died: its start), or said that it does not
 * know (the moment we stopped waiting). Null when its end is known.
 */
export async function unsettledSince(db: Db, id: number): Promise<string | null> {
  const row = await db
    .selectFrom('outboxAttempt')
    .select(['outcome', 'startedAt', 'endedAt'])
    .where('messageId', '=', id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && (row.outcome === null || row.outcome === 'ask') ? (row.endedAt ?? row.startedAt) : null
}

/**
 * Claims the message and commits the intention before the first byte goes out; returns the attempt's number, or null when
 * another worker has begun an attempt since `message` was read.
 */
export async function beginAttempt(
  trx: Transaction<Database>,
  message: OutboxMessage,
  now: string,
): Promise<number | null> {
  const claimed = await trx
    .updateTable('outbox')
    .set({ state: 'sending', attempts: message.attempts + 1, updatedAt: now })
    .where('id', '=', message.id)
    .where('attempts', '=', message.attempts)
    .where('state', '!=', 'cancelled')
    .executeTakeFirst()
  if (claimed.numUpdatedRows === 0n) return null
  const row = await trx
    .insertInto('outboxAttempt')
    .values({ messageId: message.id, startedAt: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return row.id
}

/** State of the message after an attempt that ended so. */
const stateAfter = { retry: 'pending', ask: 'unknown', park: 'failed' } as const satisfies Record<
  Fate,
  OutboxTable['state']
>

/** `message` is what was sent: when the wish has changed meanwhile, the new one is still owed. */
export async function settleSent(
  trx: Transaction<Database>,
  message: OutboxMessage,
  attempt: number | null,
  result: unknown,
  now: string,
): Promise<void> {
  if (attempt !== null) {
    await trx.updateTable('outboxAttempt').set({ endedAt: now, outcome: 'sent' }).where('id', '=', attempt).execute()
  }
  await trx
    .updateTable('outbox')
    .set({
      state: sql<
        OutboxTable['state']
      >`case when payload = ${JSON.stringify(message.payload)} then 'sent' else 'pending' end`,
      result: JSON.stringify(result),
      reason: null,
      updatedAt: now,
    })
    .where('id', '=', message.id)
    .execute()
}

/** Takes a message in doubt off the list, unless another worker has begun an attempt meanwhile; whether it did. */
export async function settleAbandoned(
  trx: Transaction<Database>,
  message: OutboxMessage,
  reason: string,
  now: string,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('outbox')
    .set({ state: 'cancelled', reason, updatedAt: now })
    .where('id', '=', message.id)
    .where('state', '=', message.state)
    .where('attempts', '=', message.attempts)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function settleFailed(
  trx: Transaction<Database>,
  message: OutboxMessage,
  attempt: number | null,
  failure: { fate: Fate; reason: string },
  now: string,
): Promise<void> {
  if (attempt !== null) {
    // Of an outage that lasts for days one failed attempt is worth keeping, not all.
    await trx.deleteFrom('outboxAttempt').where('messageId', '=', message.id).where('outcome', '=', 'retry').execute()
    await trx
      .updateTable('outboxAttempt')
      .set({ endedAt: now, outcome: failure.fate, detail: failure.reason })
      .where('id', '=', attempt)
      .execute()
  }
  await trx
    .updateTable('outbox')
    .set({ state: stateAfter[failure.fate], reason: failure.reason, updatedAt: now })
    .where('id', '=', message.id)
    .execute()
}

function parse(row: { [K in keyof OutboxTable]: K extends 'id' ? number : OutboxTable[K] }): OutboxMessage {
  return {
    ...row,
    payload: JSON.parse(row.payload) as unknown,
    result: row.result === null ? null : (JSON.parse(row.result) as unknown),
  }
}
