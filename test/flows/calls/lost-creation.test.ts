import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { effectByKey } from '../../../src/store/outbox.ts'
import { hook, odata, startWorld, until, type World } from '../../world.ts'

const clients = 'Catalog_Контрагенты'
const folder = mkdtempSync(join(tmpdir(), 'hub-config-'))
let world: World

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../config'), folder, { recursive: true })
  const settings = readFileSync(join(folder, 'hub.yaml'), 'utf8')
  writeFileSync(join(folder, 'hub.yaml'), settings.replace('late: 20s', 'late: 2s'))
  world = await startWorld({ HUB_CONFIG: folder })
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const ring = (uuid: string, ani: string) =>
  hook(world.hub, '/hooks/genesys/engage', { calluuid: uuid, ani, dnis: '+74950000101', state: 'Ringing' })
const callOf = (uuid: string) =>
  world.hub.hub.db.selectFrom('call').selectAll().where('callKey', '=', uuid).executeTakeFirst()
const written = (uuid: string) =>
  until(`call ${uuid} is written`, async () => {
    const call = await callOf(uuid)
    return call?.onecState === 'written' ? call : null
  })
const creation = (suffix: string) => effectByKey(world.hub.hub.db, `client:${suffix}`)
const withPhone = (phone: string) =>
  world.twin.infobase
    .list(clients)
    .filter((client) => JSON.stringify(client.КонтактнаяИнформация ?? []).includes(phone.slice(2)))

/** What a salesperson types in 1C at the same time. */
const typeIn = (name: string, phone: string) =>
  odata(world.twin).create(clients, {
    Description: name,
    КонтактнаяИнформация: [{ LineNumber: '1', Тип: 'Телефон', НомерТелефона: phone.slice(1), Представление: phone }],
  })

test('a creation that never arrived is taken off the list once somebody else has made the client', async () => {
  const ani = '+79997791001'
  world.twin.infobase.faults.loseRequests = 1
  await ring('GONE1', ani)
  await until('the creation is in doubt', async () => (await creation(ani))?.state === 'unknown')
  const { Ref_Key } = await typeIn('Заведён менеджером', ani)
  expect((await written('GONE1')).clientRef).toBe(Ref_Key)
  const settled = await until('the creation is settled', async () => {
    const effect = await creation(ani)
    return effect?.state === 'unknown' ? null : effect
  })
  expect(settled).toMatchObject({ state: 'cancelled' })
  expect(settled.reason).toContain('уже завели')
  const steps = await world.hub.hub.db
    .selectFrom('journalEntry')
    .select('text')
    .where('step', '=', 'client.abandoned')
    .execute()
  expect(steps.map(({ text }) => text)).toEqual([
    'Клиент не создан в 1С: запрос до 1С не дошёл, а клиента с этим номером там уже завели',
  ])
  expect(withPhone(ani)).toHaveLength(1)
})

test('when that client is deleted later, the next call of the number makes one of its own', async () => {
  const ani = '+79997791001'
  const ref = String(withPhone(ani)[0]?.Ref_Key)
  await odata(world.twin).patch(clients, ref, { DeletionMark: true })
  await until('the deletion has come', async () => {
    const row = await world.hub.hub.db.selectFrom('client').select('deleted').where('ref', '=', ref).executeTakeFirst()
    return row?.deleted === 1
  })
  await ring('GONE2', ani)
  const { clientRef } = await written('GONE2')
  expect(clientRef).not.toBe(ref)
  expect(await creation(`${ani}:2`)).toMatchObject({ state: 'sent' })
})

test('a creation that did arrive is accounted for, although somebody else made a client of that number', async () => {
  const ani = '+79997791002'
  world.twin.infobase.faults.loseAnswers = 1
  await ring('GONE3', ani)
  await until('the answer was lost', () => world.twin.infobase.faults.loseAnswers === 0)
  await typeIn('Заведён менеджером', ani)
  await written('GONE3')
  await until('the creation is accounted for', async () => (await creation(ani))?.state === 'sent')
  expect(withPhone(ani)).toHaveLength(2)
})
