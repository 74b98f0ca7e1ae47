import type { Hub } from '../../context.ts'
import { MappingError } from '../../errors.ts'
import type { Client } from '../../model/client.ts'
import { formatPhone, last10 } from '../../model/phone.ts'
import type { RawRecord } from '../../model/raw.ts'
import { type CallRow, updateCall } from '../../store/calls.ts'
import { clientsByPhone } from '../../store/clients.ts'
import { writeJournal } from '../../store/journal.ts'
import { putMirrored } from '../../store/mirror.ts'
import { getState } from '../../store/state.ts'
import { performEffect } from '../effects.ts'

/**
 * The client a call belongs to: found in the mirror, else asked for in 1C, else created there (domain §9.2).
 *
 * Creation is one effect keyed by the phone, so that two calls of one new caller make one client; and the client carries
 * the hub's key in 1C, so that a lost answer is resolved by asking.
 */
export async function ensureClient(hub: Hub, call: CallRow, e164: string): Promise<{ ref: string }> {
  if (call.clientRef) return { ref: call.clientRef }
  const known = await clientsByPhone(hub.db, e164)
  const [first] = known
  if (first) {
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
  if (found) return settle(hub, call, found, false, 'info', 'Клиент найден по телефону запросом в 1С')

  const externalKey = `hub:${e164}`
  const client: Partial<Client> = {
    name: hub.config.settings.calls.clientName.replace('{phone}', formatPhone(e164)),
    kind: 'person',
    phones: [{ e164, ext: null, raw: call.phoneRaw }],
    lifecycle: 'prospect',
    externalKey,
  }
  const result = await performEffect(
    hub,
    {
      sink: 'onec',
      kind: 'client',
      key: `client:${e164}`,
      subject: call.id,
      payload: { entity: 'client', ref: null, key: externalKey, value: client },
      traceId: call.traceId,
    },
    {
      topic: 'call',
      doing: 'Клиента с таким номером нет, создаём в 1С',
      done: () => 'Клиент создан в 1С',
      failed: 'Клиент не создан в 1С',
    },
  )
  const { ref, raw } = result as { ref: string; raw: RawRecord }
  await mirror(hub, raw)
  return settle(hub, call, ref, true, 'info', 'Звонок связан с новым клиентом')
}

/** The mirror may lag behind 1C by a few seconds; one question costs less than a second card of the same person. */
async function askOnec(hub: Hub, e164: string): Promise<string | null> {
  const mapping = hub.mappings.of('client')
  if (!mapping)
    throw new MappingError(
      'Клиента не найти и не создать: нет исправного файла соответствий для «client» (mappings/client.yaml).',
    )
  const condition = mapping.spec.lookup?.phone
  if (!condition) return null
  const records = await hub.onec.find(
    mapping.spec.from.set,
    hub.onec.condition(condition, { last10: last10(e164), phone: e164 }),
  )
  for (const record of records) {
    const client = mapping.read(record) as Client | null
    if (!client || client.deleted || !client.phones.some((phone) => phone.e164 === e164)) continue
    await mirror(hub, record)
    return client.ref
  }
  return null
}

/** What 1C has just told of the client is known at once, not at the next change. */
async function mirror(hub: Hub, record: RawRecord): Promise<void> {
  const client = hub.mappings.of('client')?.read(record) as Client | null | undefined
  if (!client) return
  const seen = Number((await getState(hub.db, 'pull.finished')) ?? 0)
  const dataVersion = typeof record.DataVersion === 'string' ? record.DataVersion : null
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
