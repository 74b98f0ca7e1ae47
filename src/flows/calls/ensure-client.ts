import type { Hub } from '../../context.ts'
import { MappingError, UnavailableError } from '../../errors.ts'
import type { Mapping } from '../../mapping/index.ts'
import { versionOf } from '../../mapping/map-page.ts'
import type { Client } from '../../model/client.ts'
import { formatPhone, last10, likeSpellings } from '../../model/phone.ts'
import type { RawRecord } from '../../model/raw.ts'
import { type CallRow, updateCall } from '../../store/calls.ts'
import { clientsByPhone } from '../../store/clients.ts'
import { writeJournal } from '../../store/journal.ts'
import { putMirrored } from '../../store/mirror.ts'
import { effectByKey, effectsInDoubt } from '../../store/outbox.ts'
import { performEffect, settleIfArrived, type Wording } from '../effects.ts'
import { pullNumber } from '../exchange/pull-state.ts'
import { wholeRecords } from '../exchange/whole-records.ts'

/**
 * The client a call belongs to: found in the mirror, else asked for in 1C, else created there (domain §9.2).
 *
 * Creation is one effect keyed by the phone, so that two calls of one new caller make one client; and the client carries
 * the hub's key in 1C, so that a lost answer is resolved by asking.
 */
export async function ensureClient(hub: Hub, call: CallRow, e164: string): Promise<{ ref: string }> {
  if (call.clientRef) return { ref: call.clientRef }
  // A client whose creation lost its answer comes back with the exchange and is found below: what became of it is asked first,
  // or the attempt would stay in doubt for good.
  for (const creation of await effectsInDoubt(hub.db, creationKey(e164))) await settleIfArrived(hub, creation, creating)
  const known = await clientsByPhone(hub.db, e164)
  const [first] = known
  if (first) {
    await lookAfterCreations(hub, e164)
    const also = known.length > 1 ? `; с этим номером в 1С ещё ${known.length - 1}, выберите верного в карточке` : ''
    return settle(
      hub,
      call,
      first.ref,
      false,
      known.length > 1 ? 'warning' : 'info',
      `Клиент найден по телефону${also}`,
    )
  }
  const found = await askOnec(hub, e164)
  if (found) await lookAfterCreations(hub, e164)
  if (found) return settle(hub, call, found, false, 'info', 'Клиент найден по телефону запросом в 1С')

  const record = await createClient(hub, call, e164)
  await mirror(hub, record)
  return settle(hub, call, String(record.Ref_Key), true, 'info', 'Звонок связан с новым клиентом')
}

/** Creations that were lost on the way, while somebody else made the client, are settled once they can arrive no more. */
async function lookAfterCreations(hub: Hub, e164: string): Promise<void> {
  if ((await effectsInDoubt(hub.db, creationKey(e164))).length === 0) return
  const runAt = new Date(hub.now().getTime() + hub.config.settings.exchange.late).toISOString()
  await hub.db
    .transaction()
    .execute((trx) =>
      hub.jobs.enqueue(trx, 'settle-creation', { phone: e164 }, { runAt, dedupeKey: `creation:${e164}` }),
    )
}

/** Key of the effect that makes the client of a phone. */
export const creationKey = (e164: string): string => `client:${e164}`

/**
 * Makes a client in 1C, once for a phone. A client made earlier may have been deleted since or have got another phone: then
 * it is somebody else's card now, and the next one gets a key of its own.
 */
async function createClient(hub: Hub, call: CallRow, e164: string): Promise<RawRecord> {
  for (let generation = 1; ; generation++) {
    const suffix = generation === 1 ? e164 : `${e164}:${generation}`
    const key = `hub:${suffix}`
    const effect = {
      sink: 'onec',
      kind: 'client',
      key: `client:${suffix}`,
      subject: call.id,
      traceId: call.traceId,
    } as const
    const earlier = await effectByKey(hub.db, effect.key)
    // It was not needed then; what is needed now has a key of its own.
    if (earlier?.state === 'cancelled') continue
    if (earlier?.state === 'sent') {
      const record = await ownRecord(hub, key)
      if (record && isReachableBy(hub, record, e164)) return record
      continue
    }
    const client: Partial<Client> = {
      name: hub.config.settings.calls.clientName.replace('{phone}', formatPhone(e164)),
      kind: 'person',
      phones: [{ e164, ext: null, raw: call.phoneRaw }],
      lifecycle: 'prospect',
      externalKey: key,
    }
    await performEffect(hub, { ...effect, payload: { entity: 'client', key, value: client } }, creating)
    const record = await ownRecord(hub, key)
    if (record) return record
    throw new UnavailableError('Клиент создан в 1С, но она его пока не показывает.', { key })
  }
}

export const creating: Wording = {
  topic: 'call',
  doing: 'Клиента с таким номером нет, создаём в 1С',
  done: () => 'Клиент создан в 1С',
  failed: 'Клиент не создан в 1С',
}

/** What 1C holds now of the client that carries our key. */
async function ownRecord(hub: Hub, key: string): Promise<RawRecord | null> {
  const mapping = clientMapping(hub)
  const condition = mapping.spec.lookup?.key
  if (!condition)
    throw new MappingError(
      'Клиента не создать: в mappings/client.yaml нет lookup.key, по которому хаб находит своих клиентов.',
    )
  const [record] = await findWhole(hub, mapping, hub.onec.condition(condition, { key }))
  return record ?? null
}

function isReachableBy(hub: Hub, record: RawRecord, e164: string): boolean {
  const client = clientMapping(hub).read(record) as Client | null
  return client !== null && !client.deleted && client.phones.some((phone) => phone.e164 === e164)
}

function clientMapping(hub: Hub): Mapping {
  const mapping = hub.mappings.of('client')
  if (mapping) return mapping
  throw new MappingError(
    'Клиента не найти и не создать: нет исправного файла соответствий для «client» (mappings/client.yaml).',
  )
}

async function findWhole(hub: Hub, mapping: Mapping, condition: string): Promise<RawRecord[]> {
  return wholeRecords(hub, mapping, await hub.onec.find(mapping.spec.from.set, condition))
}

/** The mirror may lag behind 1C by a few seconds; one question costs less than a second card of the same person. */
export async function askOnec(hub: Hub, e164: string): Promise<string | null> {
  const mapping = clientMapping(hub)
  const condition = mapping.spec.lookup?.phone
  if (!condition) return null
  const parameters = { last10: last10(e164), phone: e164, spelled: likeSpellings(e164) }
  const records = await findWhole(hub, mapping, hub.onec.condition(condition, parameters))
  const record = records.find((one) => isReachableBy(hub, one, e164))
  if (!record) return null
  await mirror(hub, record)
  return String(record.Ref_Key)
}

/** What 1C has just told of the client is known at once, not at the next change. */
async function mirror(hub: Hub, record: RawRecord): Promise<void> {
  const mapping = clientMapping(hub)
  const client = mapping.read(record) as Client | null
  if (!client) return
  const seen = await pullNumber(hub)
  const dataVersion = typeof record.DataVersion === 'string' ? versionOf(record, mapping.expand) : null
  await hub.db
    .transaction()
    .execute((trx) => putMirrored(trx, 'client', [{ entity: client, dataVersion }], seen, hub.now().toISOString()))
}

async function settle(
  hub: Hub,
  call: CallRow,
  ref: string,
  isNew: boolean,
  level: 'info' | 'warning',
  text: string,
): Promise<{ ref: string }> {
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await updateCall(trx, call.id, { clientRef: ref, clientIsNew: Number(isNew), updatedAt: now })
    await writeJournal(trx, now, {
      traceId: call.traceId,
      topic: 'call',
      step: 'call.client',
      level,
      text,
      facts: { clientRef: ref },
    })
  })
  return { ref }
}
