import http from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Change } from '../../../src/connectors/onec/atom.ts'
import { type Onec, openOnec } from '../../../src/connectors/onec/client.ts'
import { differences } from '../../../src/connectors/onec/compare.ts'
import { acknowledge, type Package, readChanges } from '../../../src/connectors/onec/exchange.ts'
import { render } from '../../../src/connectors/onec/literals.ts'
import { type PutRequest, putObject } from '../../../src/connectors/onec/sink.ts'
import { defaultOrder, keyOf, type ReadResult, readAll } from '../../../src/connectors/onec/source.ts'
import { RejectedError, UnavailableError, UnknownOutcomeError } from '../../../src/errors.ts'
import type { RawRecord } from '../../../src/model/raw.ts'
import { realtorConfiguration, realtorUsers, seedRealtor } from '../../../src/twin/demo/realtor/realtor.ts'
import { defaultFaults } from '../../../src/twin/infobase/faults.ts'
import { type Infobase, openInfobase } from '../../../src/twin/infobase/infobase.ts'
import { infobaseRouter } from '../../../src/twin/infobase/router.ts'
import { failureOf } from './server.ts'

const clients = 'Catalog_Контрагенты'
const units = 'Catalog_Квартиры'
const plan = { set: 'ExchangePlan_ОбменСХабом', code: '' }
const now = new Date('2026-11-24T09:30:00Z')

let base: Infobase
let onec: Onec
let server: http.Server

beforeAll(async () => {
  base = openInfobase({
    name: 'realtor',
    configuration: realtorConfiguration,
    file: null,
    seed: seedRealtor(1, now, 'http://127.0.0.1/plans'),
    users: realtorUsers,
    now: () => now,
    timezone: 'Europe/Moscow',
  })
  server = http.createServer(express().use('/realtor', infobaseRouter(base)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  onec = openOnec({
    url: `http://127.0.0.1:${port}/realtor`,
    user: 'exchange',
    password: 'exchange',
    pauseMs: 1,
    pauses: [0],
  })
  const node = base.list(plan.set).find(({ ThisNode }) => ThisNode !== true)
  plan.code = String(node?.Code)
})

afterEach(() => {
  Object.assign(base.faults, defaultFaults)
})

afterAll(async () => {
  onec.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  base.close()
})

async function pull(set: string, filter?: string): Promise<{ rows: RawRecord[]; result: ReadResult }> {
  const metadata = await onec.metadata()
  const reading = readAll(onec, set, {
    filter,
    order: defaultOrder(metadata, set),
    key: keyOf(metadata, set),
    pageSize: 1000,
  })
  const rows: RawRecord[] = []
  for (;;) {
    const next = await reading.next()
    if (next.done) return { rows, result: next.value }
    rows.push(...next.value.rows)
  }
}

async function changes(): Promise<{ changes: Change[]; received: Package }> {
  const reading = readChanges(onec, plan)
  const all: Change[] = []
  for (;;) {
    const next = await reading.next()
    if (next.done) return { changes: all, received: next.value }
    all.push(next.value)
  }
}

const newcomer = (key: string, name = 'Иванов Иван'): PutRequest => ({
  set: clients,
  find: render('ВнешнийКод eq {key}', { key }),
  body: {
    ВнешнийКод: key,
    Description: name,
    КонтактнаяИнформация: [{ Тип: 'Телефон', Представление: '+7 999 000-11-22', НомерТелефона: '79990001122' }],
  },
  createOnly: ['КонтактнаяИнформация'],
})

test('a full pull of the clients gives exactly what lies in the infobase', async () => {
  const { rows, result } = await pull(clients, 'IsFolder eq false')
  const there = base.list(clients).filter(({ IsFolder }) => IsFolder !== true)
  expect(there.length).toBeGreaterThanOrEqual(5000)
  expect(result).toMatchObject({ complete: true, total: there.length })
  expect(rows).toHaveLength(there.length)
  const byRef = new Map(rows.map((row) => [row.Ref_Key, row]))
  for (const record of there) {
    const { Ref_Key, Code, Description, КонтактнаяИнформация } = record as unknown as RawRecord
    expect(differences({ Ref_Key, Code, Description, КонтактнаяИнформация }, byRef.get(Ref_Key) ?? {})).toEqual([])
  }
})

test('every published set is in the metadata and can be read through to its end', async () => {
  const metadata = await onec.metadata()
  expect([...metadata.sets.keys()].toSorted()).toEqual([...base.schema.sets.keys()].toSorted())
  for (const set of metadata.sets.keys()) expect([set, (await pull(set)).result.complete]).toEqual([set, true])
})

test('an object changed in 1C arrives once, in Atom the same as in JSON, and is forgotten when acknowledged', async () => {
  await acknowledge(onec, (await changes()).received)
  expect((await changes()).changes).toEqual([])

  const [unit] = base.list(units)
  base.write(units, { Ref_Key: unit?.Ref_Key, Комментарий: 'а & <б>' })
  base.write(units, { Ref_Key: unit?.Ref_Key, Комментарий: 'в' })
  const { changes: seen, received } = await changes()
  expect(seen).toHaveLength(1)
  const [change] = seen
  const raw = change?.kind === 'upsert' ? change.raw : {}
  const json = await onec.get(units, String(unit?.Ref_Key))
  expect(change).toMatchObject({ kind: 'upsert', set: units })
  expect([differences(raw, json ?? {}), differences(json ?? {}, raw)]).toEqual([[], []])

  expect((await changes()).changes).toEqual(seen)
  await acknowledge(onec, received)
  expect((await changes()).changes).toEqual([])
})

test('a package says of an object what the object says of itself, sections included', async () => {
  await acknowledge(onec, (await changes()).received)
  const sets = [clients, units, 'Document_ДоговорПродажи', 'Document_ТелефонныйЗвонок']
  for (const set of sets) base.write(set, { Ref_Key: base.list(set).at(-1)?.Ref_Key })
  const { changes: seen } = await changes()
  const upserts = seen.filter((change) => change.kind === 'upsert')
  expect(upserts.map(({ set }) => set).toSorted()).toEqual(sets.toSorted())
  for (const { set, raw } of upserts) {
    const json = (await onec.get(set, String(raw.Ref_Key))) ?? {}
    expect(Object.keys(raw).toSorted()).toEqual(Object.keys(json).toSorted())
    expect(differences(raw, json)).toEqual([])
  }
})

test('a client is found by the end of a telephone number in whatever section row', async () => {
  const { raw } = await putObject(onec, newcomer('по телефону'))
  const filter = render('КонтактнаяИнформация/any(d: endswith(d/НомерТелефона, {last10}))', { last10: '9990001122' })
  expect((await onec.list(clients, { filter })).map(({ Ref_Key }) => Ref_Key)).toContain(raw.Ref_Key)
})

test('a client is created once, changed by the difference and found by the key of the hub', async () => {
  const created = await putObject(onec, newcomer("звонок-'1"))
  expect(created).toMatchObject({ did: 'created', conflicts: [] })
  expect(await putObject(onec, newcomer("звонок-'1"))).toMatchObject({ ref: created.ref, did: 'nothing' })
  expect(await putObject(onec, { ...newcomer("звонок-'1", 'Петров Пётр'), ref: created.ref })).toMatchObject({
    ref: created.ref,
    did: 'changed',
    conflicts: [],
    raw: { Description: 'Петров Пётр', Code: created.raw.Code },
  })
})

test('what 1C cuts off is reported as a conflict', async () => {
  const name = 'Ж'.repeat(1000)
  const { conflicts } = await putObject(onec, newcomer('длинный', name))
  expect(conflicts).toEqual([
    { property: 'Description', wanted: name, got: name.slice(0, conflicts[0]?.got?.toString().length) },
  ])
})

test('a lost answer leaves the outcome unknown, and putting it again leaves exactly one object', async () => {
  base.faults.loseAnswers = 1
  expect(await failureOf(putObject(onec, newcomer('потерян')))).toBeInstanceOf(UnknownOutcomeError)
  expect(await putObject(onec, newcomer('потерян'))).toMatchObject({ did: 'nothing' })
  expect(base.list(clients).filter(({ ВнешнийКод }) => ВнешнийКод === 'потерян')).toHaveLength(1)
})

test('a veto of a handler is a refusal in its own words, and nothing was written', async () => {
  base.faults.handlerVeto = 1
  const error = await failureOf(putObject(onec, newcomer('отклонён')))
  expect(error).toBeInstanceOf(RejectedError)
  expect(error).toMatchObject({ facts: { reason: 'refused', odataCode: '-1' } })
  expect((error as Error).message).toContain('Ошибка при выполнении обработчика')
  expect(await onec.count(clients, render('ВнешнийКод eq {key}', { key: 'отклонён' }))).toBe(0)
})

test('a document is posted and taken back, and its movements come as a record set', async () => {
  const [deal] = base.list('Document_ДоговорПродажи')
  const ref = String(deal?.Ref_Key)
  await onec.act('Document_ДоговорПродажи', ref, 'Unpost')
  expect(await onec.get('Document_ДоговорПродажи', ref)).toMatchObject({ Posted: false })
  await onec.act('Document_ДоговорПродажи', ref, 'Post')
  expect(await onec.get('Document_ДоговорПродажи', ref)).toMatchObject({ Posted: true })
  const { changes: seen } = await changes()
  expect(seen).toContainEqual(
    expect.objectContaining({ kind: 'upsert', raw: expect.objectContaining({ Ref_Key: ref, Posted: true }) }),
  )
  const movements = seen.find((change) => change.kind === 'record-set' && change.recorder === ref)
  expect(movements).toMatchObject({
    set: 'AccumulationRegister_РасчетыСПокупателями',
    recorderType: 'Document_ДоговорПродажи',
    rows: [{ LineNumber: '1', Договор_Key: ref }],
  })
})

test('an object deleted for good comes as a deletion', async () => {
  const { ref } = await putObject(onec, newcomer('удалён'))
  await acknowledge(onec, (await changes()).received)
  base.erase(clients, ref)
  expect(await onec.get(clients, ref)).toBeNull()
  expect((await changes()).changes).toEqual([{ kind: 'deleted', set: clients, ref }])
})

test.for([
  ['maintenance', 'maintenance'],
  ['sessionPool', 'sessions'],
  ['licence', 'licence'],
  ['html500', 'crashed'],
  ['down', 'disconnected'],
] as const)('%s of 1C passes by itself and is called %s', async ([fault, reason]) => {
  base.faults[fault] = true
  const error = await failureOf(onec.list(clients, { top: 1 }))
  expect(error).toBeInstanceOf(UnavailableError)
  expect(error).toMatchObject({ facts: { reason } })
})

test('byte order marks do not show', async () => {
  base.faults.bom = true
  expect(await onec.count(clients)).toBe(base.list(clients).length)
  expect(await onec.list(clients, { top: 1 })).toHaveLength(1)
})

test('a wrong password, a wrong name and a set that is not published are told apart', async () => {
  const stranger = openOnec({ url: onec.root, user: 'exchange', password: 'нет' })
  const elsewhere = openOnec({
    url: onec.root.replace('/odata/', '/нет/odata/'),
    user: 'exchange',
    password: 'exchange',
  })
  const failures = await Promise.all([
    failureOf(stranger.list(clients)),
    failureOf(elsewhere.list(clients)),
    failureOf(onec.list('Catalog_Нет')),
    failureOf(onec.list(clients, { filter: "НетТакого eq 'x'" })),
  ])
  expect(failures.map((error) => (error as RejectedError).facts.reason)).toEqual([
    'credentials',
    'not_1c',
    'not_published',
    'bad_request',
  ])
  stranger.close()
  elsewhere.close()
})
