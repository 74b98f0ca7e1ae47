import { createHash } from 'node:crypto'
import type { Kysely, Selectable, Transaction } from 'kysely'
import { type Call, type CallEvent, clientPhone } from '../model/call.ts'
import type { Database } from './schema.ts'
import type { CallTable } from './tables/calls.ts'

export type CallRow = Selectable<CallTable>

/** One report as it is kept: what it says, when it came, and every name it gives the conversation. */
export interface Report {
  event: CallEvent
  alsoKnownAs: readonly string[]
  factId: string
  receivedAt: string
}

/**
 * Keeps a report and finds out which conversation it belongs to. A report that ties two conversations together (a
 * transfer whose legs came before the tie, telephony §C) makes them one: the older name stays. Returns the name, and the
 * calls that are no more.
 */
export async function keepReport(
  trx: Transaction<Database>,
  report: Report,
): Promise<{ callKey: string; isNew: boolean; merged: CallRow[] }> {
  const { event } = report
  const names = [...new Set([event.callKey, ...report.alsoKnownAs])]
  const known = await trx
    .selectFrom('callAlias')
    .leftJoin('call', 'call.callKey', 'callAlias.callKey')
    .select(['callAlias.callKey', 'call.startedAt'])
    .where('alias', 'in', names)
    .orderBy('call.startedAt')
    .orderBy('callAlias.callKey')
    .execute()
  const [oldest, ...others] = [...new Set(known.map((row) => row.callKey))]
  const callKey = oldest ?? event.callKey
  const merged: CallRow[] = []
  for (const other of others) {
    await trx.updateTable('callReport').set({ callKey }).where('callKey', '=', other).execute()
    await trx.updateTable('callAlias').set({ callKey }).where('callKey', '=', other).execute()
    merged.push(...(await trx.deleteFrom('call').where('callKey', '=', other).returningAll().execute()))
  }
  await trx
    .insertInto('callAlias')
    .values(names.map((alias) => ({ alias, callKey })))
    .onConflict((conflict) => conflict.column('alias').doUpdateSet({ callKey }))
    .execute()
  const inserted = await trx
    .insertInto('callReport')
    .values({
      eventKey: event.eventKey,
      callKey,
      factId: report.factId,
      receivedAt: report.receivedAt,
      event: JSON.stringify(event),
    })
    .onConflict((conflict) => conflict.column('eventKey').doNothing())
    .executeTakeFirst()
  return { callKey, isNew: (inserted.numInsertedOrUpdatedRows ?? 0n) > 0n, merged }
}

/** Every report of a conversation, in no particular order. */
export async function reportsOf(
  db: Kysely<Database> | Transaction<Database>,
  callKey: string,
): Promise<{ event: CallEvent; receivedAt: string }[]> {
  const rows = await db
    .selectFrom('callReport')
    .select(['event', 'receivedAt'])
    .where('callKey', '=', callKey)
    .execute()
  return rows.map((row) => ({ event: JSON.parse(row.event) as CallEvent, receivedAt: row.receivedAt }))
}

export async function getCall(db: Kysely<Database> | Transaction<Database>, id: string): Promise<CallRow | null> {
  return (await db.selectFrom('call').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

export async function callByKey(
  db: Kysely<Database> | Transaction<Database>,
  callKey: string,
): Promise<CallRow | null> {
  return (await db.selectFrom('call').selectAll().where('callKey', '=', callKey).executeTakeFirst()) ?? null
}

/** The calls that these reports belong to, in the order they are first told of. */
export async function callsOfFact(
  db: Kysely<Database> | Transaction<Database>,
  reports: readonly Pick<Report, 'event'>[],
): Promise<CallRow[]> {
  const names = [...new Set(reports.map(({ event }) => event.callKey))]
  const calls: CallRow[] = []
  for (const alias of names) {
    const call = await db
      .selectFrom('callAlias')
      .innerJoin('call', 'call.callKey', 'callAlias.callKey')
      .selectAll('call')
      .where('callAlias.alias', '=', alias)
      .executeTakeFirst()
    if (call && !calls.some(({ id }) => id === call.id)) calls.push(call)
  }
  return calls
}

/** Last calls of a client, by its reference or any of the numbers, with the names of their advertising source. */
export async function callsOf(
  db: Kysely<Database>,
  of: { clientRef: string | null; phones: readonly string[] },
  limit: number,
): Promise<(CallRow & { platform: string | null; campaign: string | null })[]> {
  return db
    .selectFrom('call')
    .leftJoin('adPlatform', 'adPlatform.ref', 'call.platformRef')
    .leftJoin('campaign', 'campaign.ref', 'call.campaignRef')
    .selectAll('call')
    .select(['adPlatform.name as platform', 'campaign.name as campaign'])
    .where('call.direction', '!=', 'internal')
    .where((eb) =>
      eb.or([
        ...(of.clientRef === null ? [] : [eb('call.clientRef', '=', of.clientRef)]),
        ...(of.phones.length === 0 ? [] : [eb('call.phone', 'in', of.phones)]),
      ]),
    )
    .orderBy('call.startedAt', 'desc')
    .orderBy('call.id')
    .limit(limit)
    .execute()
}

/** Puts the folded call down; what 1C and attribution said of it before stays. */
export async function putCall(
  trx: Transaction<Database>,
  call: Call,
  facts: { id: string; day: string; traceId: string; now: string },
): Promise<void> {
  const client = clientPhone(call)
  const folded = {
    state: call.state,
    direction: call.direction,
    startedAt: call.startedAt,
    answeredAt: call.answeredAt,
    endedAt: call.endedAt,
    day: facts.day,
    phone: client.e164,
    phoneRaw: client.raw,
    phoneExt: client.ext,
    dialled: call.dialled,
    agent: call.agent,
    sourcePlatform: call.source?.platform ?? null,
    sourceCampaign: call.source?.campaign ?? null,
    trackingNumber: call.source?.trackingNumber ?? null,
    keyword: call.source?.keyword ?? null,
    recordingUrl: call.recordingUrl,
    recordingState: call.recordingState,
    talkSeconds: call.talkSeconds,
    reports: call.reports,
    updatedAt: facts.now,
  }
  await trx
    .insertInto('call')
    .values({
      id: facts.id,
      callKey: call.callKey,
      system: call.system,
      ...folded,
      attribution: 'open',
      clientIsNew: 0,
      onecState: 'waiting',
      traceId: facts.traceId,
    })
    .onConflict((conflict) => conflict.column('callKey').doUpdateSet(folded))
    .execute()
}

export async function updateCall(
  db: Kysely<Database> | Transaction<Database>,
  id: string,
  change: Partial<Omit<CallTable, 'id' | 'callKey'>>,
): Promise<void> {
  await db.updateTable('call').set(change).where('id', '=', id).execute()
}

/** Trace of the call that goes by any of these names; null when none is known yet. */
export async function traceOfCall(db: Kysely<Database>, names: readonly string[]): Promise<string | null> {
  const row = await db
    .selectFrom('callAlias')
    .innerJoin('call', 'call.callKey', 'callAlias.callKey')
    .select('call.traceId')
    .where('callAlias.alias', 'in', names)
    .orderBy('call.startedAt')
    .executeTakeFirst()
  return row?.traceId ?? null
}

/** Longest key 1C is trusted to keep whole: a truncated one could never be found again (1c-odata §12). */
const longestKey = 100

/** The hub's key of a call's interaction in 1C. */
export function externalKeyOf(call: Pick<CallRow, 'system' | 'callKey'>): string {
  const key = `${call.system}:${call.callKey}`
  return key.length <= longestKey ? key : `${call.system}:${createHash('sha256').update(call.callKey).digest('hex')}`
}
