import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { createHub, type Hub } from '../../../src/context.ts'
import { exchangeCycle } from '../../../src/flows/exchange/cycle.ts'
import { pullAll } from '../../../src/flows/exchange/pull-all.ts'
import { pullChanges } from '../../../src/flows/exchange/pull-changes.ts'
import { lookAtMetadata } from '../../../src/flows/sentinel/look-at-metadata.ts'
import { verify } from '../../../src/flows/verify/verify.ts'
import { startTwin, type Twin } from '../../../src/twin/app.ts'
import { readOptions } from '../../../src/twin/options.ts'
import { hubEnv } from '../../world.ts'

const errands = 'BusinessProcess_Поручение'
const bookings = 'Document_Бронирование'
const clients = 'Catalog_Контрагенты'

/** Errands read as bookings: their subject is a client, a contract or a booking of 1C, whichever it happens to be. */
const errandsAsBookings = `
from: { set: ${errands}, order: "Date,Number" }
to: booking
fields:
  ref: Ref_Key
  number: Number
  date: Date
  clientRef: { path: Предмет, type: ${clients} }
  managerRef: Исполнитель_Key
  kind: { path: Number, values: {}, default: oral }
  state: { path: Number, values: {}, default: active }
  expiresAt: СрокИсполнения
`

const folder = mkdtempSync(join(tmpdir(), 'hub-unavailable-'))
const mappings = join(folder, 'mappings')
const never = new AbortController().signal
let twin: Twin
let hub: Hub
let ofClient: string
let ofBooking: string

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), mappings, { recursive: true })
  writeFileSync(join(mappings, 'booking.yaml'), errandsAsBookings)
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
  const plan = twin.infobase.configuration.objects.find((object) => object.kind === 'ExchangePlan')
  if (plan?.kind !== 'ExchangePlan') throw new Error('the demo has a plan')
  ;(plan.content as string[]).push(errands)
  const [first, second] = twin.infobase.list(errands).map(({ Ref_Key }) => String(Ref_Key))
  ofClient = String(first)
  ofBooking = String(second)
  about(ofClient, clients)
  about(ofBooking, bookings)
  twin.infobase.faults.unpublished = [bookings]
  hub = await createHub(readConfig(hubEnv(join(folder, 'data'), { HUB_MAPPINGS: mappings }), twin.address))
  await pullAll(hub, 'trace', never)
  await exchangeCycle(hub, false, never)
}, 60_000)
afterAll(async () => {
  await hub.close()
  await twin.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Makes some object of the set the subject of an errand; returns its reference. */
function about(errand: string, set: string, n = 0): string {
  const subject = twin.infobase.list(set).filter(({ IsFolder }) => IsFolder !== true)[n]
  const Предмет = String(subject?.Ref_Key)
  twin.infobase.write(errands, { Ref_Key: errand, Предмет, Предмет_Type: `StandardODATA.${set}` })
  return Предмет
}

const read = async (ref: string) =>
  hub.db.selectFrom('booking').select(['clientRef', 'managerRef']).where('ref', '=', ref).executeTakeFirst()
const refused = () => hub.db.selectFrom('unmapped').selectAll().execute()

test('a subject of a type that is not published is empty, and all else of the record is read', async () => {
  expect(hub.mappings.findings.filter(({ level }) => level === 'error')).toEqual([])
  expect(await read(ofClient)).toMatchObject({ clientRef: expect.any(String), managerRef: expect.any(String) })
  expect(await read(ofBooking)).toMatchObject({ clientRef: null, managerRef: expect.any(String) })
  expect(await refused()).toEqual([])
})

test('a package that holds such a subject, and an object that is not published, is stored like any other', async () => {
  const client = about(ofBooking, clients, 1)
  await pullChanges(hub)
  expect(await read(ofBooking)).toMatchObject({ clientRef: client })
  about(ofBooking, bookings)
  const [booking] = twin.infobase.list(bookings)
  twin.infobase.write(bookings, { Ref_Key: booking?.Ref_Key, Комментарий: 'не в составе' })
  expect(await pullChanges(hub)).toBe(1)
  expect(await read(ofBooking)).toMatchObject({ clientRef: null })
  expect(await refused()).toEqual([])
  expect(await verify(hub, { cause: 'cli', heal: false, alone: true })).toMatchObject({ verdict: 'clean', gaps: [] })
}, 30_000)

const brokenFiles = () => hub.mappings.findings.filter(({ level }) => level === 'error').map(({ file }) => file)

test('what leans on an object taken out of the composition is held back unspoilt, and read again when it is back', async () => {
  const before = await read(ofClient)
  const looked = async (unpublished: string[]) => {
    twin.infobase.faults.unpublished = unpublished
    await lookAtMetadata(hub, true)
    hub.link.waysAt = null
    await exchangeCycle(hub, false, never)
  }
  await looked([bookings, clients])
  expect(new Set(brokenFiles())).toEqual(new Set(['client.yaml', 'booking.yaml']))
  // A change of that time is taken off the plan with all others; it must not be lost for that.
  const changed = about(ofClient, clients, 3)
  await exchangeCycle(hub, false, never)
  expect(await read(ofClient)).toEqual(before)

  await looked([bookings])
  expect(brokenFiles()).toEqual([])
  await exchangeCycle(hub, true, never)
  expect(await read(ofClient)).toMatchObject({ clientRef: changed })
}, 30_000)
