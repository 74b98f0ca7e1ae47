import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { effectByKey } from '../../../src/store/outbox.ts'
import { hook, odata, signIn, startWorld, until, type World } from '../../world.ts'

const path = '/hooks/genesys/engage'
let world: World
beforeAll(async () => {
  world = await startWorld()
}, 60_000)
afterAll(() => world.stop())

let phones = 0
/** A number nobody in the demo base has. */
const newPhone = () => `+7999777${String(++phones).padStart(4, '0')}`

const clientsWith = async (phone: string) => {
  const all = await odata(world.twin).list(
    'Catalog_Контрагенты',
    `КонтактнаяИнформация/any(d: d/НомерТелефона eq '${phone.slice(1)}')`,
  )
  return all
}
const interactionsOf = (callUuid: string) =>
  odata(world.twin).list('Document_ТелефонныйЗвонок', `ВнешнийКод eq 'engage:${callUuid}'`)
const callOf = async (callUuid: string) =>
  world.hub.hub.db.selectFrom('call').selectAll().where('callKey', '=', callUuid).executeTakeFirst()
const written = (callUuid: string) =>
  until(`call ${callUuid} is written`, async () => {
    const call = await callOf(callUuid)
    return call?.onecState === 'written' ? call : null
  })
/** Nothing is left to do for any call. */
const quiet = () =>
  until('the queues are empty', async () => {
    const stats = await world.hub.hub.jobs.stats()
    return ['receive-call', 'record-call'].every(
      (queue) => (stats[queue]?.ready ?? 0) + (stats[queue]?.active ?? 0) === 0,
    )
  })

test('a new caller becomes one client and one interaction with its advertising source', async () => {
  const ani = newPhone()
  await hook(world.hub, path, {
    calluuid: 'NEW1',
    ani,
    dnis: '+74950000101',
    state: 'Ringing',
    adkeyword: 'купить квартиру',
  })
  await written('NEW1')
  const [client, ...moreClients] = await clientsWith(ani)
  const [interaction, ...moreInteractions] = await interactionsOf('NEW1')
  expect([moreClients, moreInteractions]).toEqual([[], []])
  expect(client).toMatchObject({ ВнешнийКод: `hub:${ani}`, СтадияКлиента: 'Потенциальный' })
  const [campaign] = await odata(world.twin).list('Catalog_РекламныеКампании', "Псевдоним eq 'jk-sever-brand'")
  expect(interaction).toMatchObject({
    Контрагент_Key: client?.Ref_Key,
    РекламнаяКампания_Key: campaign?.Ref_Key,
    РекламнаяПлощадка_Key: campaign?.Площадка_Key,
    КлючевоеСлово: 'купить квартиру',
    Направление: 'Входящий',
    Состоялся: false,
  })
})

test('later reports complete the same interaction', async () => {
  const ani = newPhone()
  const report = (state: string, more = {}) =>
    hook(world.hub, path, { calluuid: 'GROW1', ani, dnis: '+74950000101', state, ...more })
  await report('Ringing')
  await written('GROW1')
  await report('Established')
  await report('Released', { talkseconds: '75', recordingurl: 'http://127.0.0.1/rec/GROW1.mp3' })
  await until('the interaction has its recording', async () => {
    const [interaction] = await interactionsOf('GROW1')
    return interaction?.СсылкаНаЗапись === 'http://127.0.0.1/rec/GROW1.mp3' && interaction.Состоялся === true
  })
  const all = await interactionsOf('GROW1')
  expect(all).toHaveLength(1)
  expect(Number(all[0]?.ДлительностьРазговора)).toBe(75)
  expect(await clientsWith(ani)).toHaveLength(1)
})

test('five repeats of shuffled reports are one client and one interaction', async () => {
  const ani = newPhone()
  const states = ['Released', 'Ringing', 'Completed', 'Established']
  const reports = Array.from({ length: 5 }, () => states)
    .flat()
    .map((state) => ({ calluuid: 'SHUF1', ani, dnis: '+74950000101', state }))
  await Promise.all(reports.map((report) => hook(world.hub, path, report)))
  await written('SHUF1')
  await quiet()
  expect(await clientsWith(ani)).toHaveLength(1)
  expect(await interactionsOf('SHUF1')).toHaveLength(1)
  expect(await callOf('SHUF1')).toMatchObject({ state: 'wrapped', reports: 4 })
})

test('two calls of one new caller at the same moment make one client and two interactions', async () => {
  const ani = newPhone()
  await Promise.all(
    ['TWO1', 'TWO2'].map((calluuid) =>
      hook(world.hub, path, { calluuid, ani, dnis: '+74950000101', state: 'Ringing' }),
    ),
  )
  const [one, two] = await Promise.all([written('TWO1'), written('TWO2')])
  expect(one.clientRef).toBe(two.clientRef)
  expect(await clientsWith(ani)).toHaveLength(1)
})

test('a known client is found by a phone written in any way', async () => {
  const [known] = await odata(world.twin).list('Catalog_Контрагенты', "СтадияКлиента eq 'Действующий'")
  const rows = known?.КонтактнаяИнформация as { Тип: string; НомерТелефона: string }[]
  const phone = `+${rows.find((row) => row.Тип === 'Телефон')?.НомерТелефона}`
  await hook(world.hub, path, {
    calluuid: 'KNOWN1',
    ani: phone.replace('+7', '8'),
    dnis: '+74950000101',
    state: 'Ringing',
  })
  const call = await written('KNOWN1')
  expect(call.clientIsNew).toBe(0)
  expect(await clientsWith(phone)).toContainEqual(expect.objectContaining({ Ref_Key: call.clientRef }))
})

test('a client 1C has got a moment ago is found there, not made again', async () => {
  const ani = newPhone()
  world.twin.infobase.faults.latencyMs = 0
  const made = await odata(world.twin).create('Catalog_Контрагенты', {
    Description: 'Свежий Клиент',
    КонтактнаяИнформация: [{ LineNumber: '1', Тип: 'Телефон', НомерТелефона: ani.slice(1), Представление: ani }],
  })
  await hook(world.hub, path, { calluuid: 'FRESH1', ani, dnis: '+74950000101', state: 'Ringing' })
  const call = await written('FRESH1')
  expect(call.clientRef).toBe(made.Ref_Key)
  expect(await clientsWith(ani)).toHaveLength(1)
})

test('a hidden number gets an interaction without a client', async () => {
  await hook(world.hub, path, { calluuid: 'HID1', ani: 'anonymous', dnis: '+74950000101', state: 'Ringing' })
  await written('HID1')
  const [interaction] = await interactionsOf('HID1')
  expect(interaction).toMatchObject({
    Контрагент_Key: '00000000-0000-0000-0000-000000000000',
    Комментарий: 'Номер скрыт',
  })
})

test('a DNIS nobody configured leaves the source open and says so in the journal', async () => {
  const ani = newPhone()
  await hook(world.hub, path, { calluuid: 'DNIS1', ani, dnis: '+74950009999', state: 'Ringing' })
  const call = await written('DNIS1')
  const steps = await world.hub.hub.db
    .selectFrom('journalEntry')
    .selectAll()
    .where('traceId', '=', call.traceId)
    .execute()
  expect(steps.find((step) => step.step === 'call.attributed')).toMatchObject({ level: 'warning' })
  const [interaction] = await interactionsOf('DNIS1')
  expect(interaction?.РекламнаяПлощадка_Key).toBe('00000000-0000-0000-0000-000000000000')
})

test('every step of a call is in the journal under one trace', async () => {
  const ani = newPhone()
  const answer = await hook(world.hub, path, { calluuid: 'TRACE1', ani, dnis: '+74950000101', state: 'Ringing' })
  await written('TRACE1')
  const director = await signIn(world.hub, 'director')
  const trace = await director.get(`/journal/${answer.data.trace}`)
  expect(trace.data.steps.map((step: { step: string }) => step.step)).toEqual([
    'call.report',
    'call.attributed',
    'client.sending',
    'client.sent',
    'call.client',
    'interaction.sending',
    'interaction.sent',
  ])
  expect(JSON.stringify(trace.data)).not.toContain(ani)
})

test('a client deleted in 1C is not brought back by the next call of the same number', async () => {
  const ani = newPhone()
  await hook(world.hub, path, { calluuid: 'GONE1', ani, dnis: '+74950000101', state: 'Ringing' })
  const first = await written('GONE1')
  await odata(world.twin).patch('Catalog_Контрагенты', String(first.clientRef), { DeletionMark: true })
  await until('the hub knows', async () => {
    const row = await world.hub.hub.db
      .selectFrom('client')
      .select('deleted')
      .where('ref', '=', String(first.clientRef))
      .executeTakeFirst()
    return row?.deleted === 1
  })
  await hook(world.hub, path, { calluuid: 'GONE2', ani, dnis: '+74950000101', state: 'Ringing' })
  const second = await written('GONE2')
  expect(second.clientRef).not.toBe(first.clientRef)
  expect((await clientsWith(ani)).filter((client) => client.DeletionMark === false)).toHaveLength(1)
})

test('what a person corrected in 1C stays, later reports only add', async () => {
  const ani = newPhone()
  await hook(world.hub, path, { calluuid: 'FIX1', ani, dnis: '+74950000101', state: 'Ringing' })
  const call = await written('FIX1')
  const [other] = await odata(world.twin).list('Catalog_Контрагенты', "СтадияКлиента eq 'Действующий'")
  await odata(world.twin).patch('Document_ТелефонныйЗвонок', String(call.onecRef), { Контрагент_Key: other?.Ref_Key })
  await hook(world.hub, path, { calluuid: 'FIX1', ani, dnis: '+74950000101', state: 'Released', talkseconds: '42' })
  await until(
    'the length has come',
    async () => Number((await interactionsOf('FIX1'))[0]?.ДлительностьРазговора) === 42,
  )
  expect((await interactionsOf('FIX1'))[0]?.Контрагент_Key).toBe(other?.Ref_Key)
})

test('two legs that turn out to be one conversation leave one living interaction', async () => {
  const ani = newPhone()
  await hook(world.hub, path, { connid: 'LEG-A', ani, dnis: '+74950000101', state: 'Ringing' })
  await written('LEG-A')
  await hook(world.hub, path, { connid: 'LEG-B', ani, dnis: '+74950000101', state: 'Ringing' })
  await written('LEG-B')
  await hook(world.hub, path, {
    connid: 'LEG-B',
    previousconnid: 'LEG-A',
    ani,
    dnis: '+74950000101',
    state: 'Established',
  })
  await until('the other interaction is marked for deletion', async () => {
    const both = [...(await interactionsOf('LEG-A')), ...(await interactionsOf('LEG-B'))]
    return both.length === 2 && both.filter((one) => one.DeletionMark === false).length === 1
  })
})

test('an outgoing call has the dialled client and no advertising source', async () => {
  const client = newPhone()
  await hook(world.hub, path, {
    calluuid: 'OUT1',
    ani: '+74950000100',
    dnis: client,
    state: 'Established',
    calltype: 'Outbound',
  })
  const call = await written('OUT1')
  expect(call.phone).toBe(client)
  const [interaction] = await interactionsOf('OUT1')
  expect(interaction).toMatchObject({
    Направление: 'Исходящий',
    РекламнаяПлощадка_Key: '00000000-0000-0000-0000-000000000000',
  })
})

describe('when 1C fails', () => {
  test('a lost answer to the creation leaves one client and one interaction', async () => {
    const ani = newPhone()
    world.twin.infobase.faults.loseAnswers = 1
    await hook(world.hub, path, { calluuid: 'LOST1', ani, dnis: '+74950000101', state: 'Ringing' })
    await written('LOST1')
    expect(await clientsWith(ani)).toHaveLength(1)
    const creation = await effectByKey(world.hub.hub.db, `client:${ani}`)
    expect(creation?.state, 'what became of the creation is known, however the client was found').toBe('sent')
    expect(await interactionsOf('LOST1')).toHaveLength(1)
    const creations = world.twin.infobase.requests
      .list()
      .filter(
        (request) =>
          request.method === 'POST' &&
          request.url.includes('Catalog_Контрагенты') &&
          JSON.stringify(request).includes(ani.slice(1)),
      )
    expect(creations).toHaveLength(1)
  })

  test('a refusal of 1C is a row with the reason and a button that tries again', async () => {
    const ani = newPhone()
    world.twin.infobase.faults.handlerVeto = 1
    await hook(world.hub, path, { calluuid: 'VETO1', ani, dnis: '+74950000101', state: 'Ringing' })
    const admin = await signIn(world.hub, 'admin')
    const row = await until('the desktop shows the refusal', async () => {
      const rows = (await admin.get('/desktop')).data.attention as { kind: string; id: string; reason: string }[]
      return rows.find((one) => one.kind === 'failed_effect')
    })
    expect((await callOf('VETO1'))?.onecState).toBe('failed')
    // What the row does not offer is refused, and the next call of the same client is not held back.
    expect((await admin.post(`/attention/${row.id}/dismiss`)).status).toBe(404)
    await hook(world.hub, path, { calluuid: 'VETO2', ani, dnis: '+74950000101', state: 'Ringing' })
    await written('VETO2')
    expect((await admin.post(`/attention/${row.id}/retry`)).status).toBe(200)
    await written('VETO1')
    expect(await clientsWith(ani)).toHaveLength(1)
  })

  test('calls that come while 1C is down are written when it is back', async () => {
    const ani = newPhone()
    world.twin.infobase.faults.down = true
    const answer = await hook(world.hub, path, { calluuid: 'DOWN1', ani, dnis: '+74950000101', state: 'Ringing' })
    expect(answer.status).toBe(202)
    await until('the call waits with a reason', async () => (await callOf('DOWN1'))?.onecReason)
    world.twin.infobase.faults.down = false
    await until('the call is written', async () => (await callOf('DOWN1'))?.onecState === 'written', 30)
    expect(await clientsWith(ani)).toHaveLength(1)
    expect(await interactionsOf('DOWN1')).toHaveLength(1)
  }, 40_000)
})
