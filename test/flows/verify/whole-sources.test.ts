import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { createHub, type Hub } from '../../../src/context.ts'
import { exchangeCycle } from '../../../src/flows/exchange/cycle.ts'
import { pullAll } from '../../../src/flows/exchange/pull-all.ts'
import { verify } from '../../../src/flows/verify/verify.ts'
import { startTwin, type Twin } from '../../../src/twin/app.ts'
import { readOptions } from '../../../src/twin/options.ts'
import { hubEnv } from '../../world.ts'

const units = 'Catalog_Квартиры'
const prices = 'InformationRegister_ЦеныКвартир'
const folder = mkdtempSync(join(tmpdir(), 'hub-whole-'))
const never = new AbortController().signal
let twin: Twin

beforeAll(async () => {
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
}, 60_000)
afterAll(async () => {
  await twin.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Units as the web service hands them out: with the name of their house, which the mapping translates. */
function unitsOverSoap(): string {
  const houses = twin.infobase.list('Catalog_Дома')
  const values = JSON.stringify(Object.fromEntries(houses.map((house) => [house.Description, house.Ref_Key])))
  return `
from: { soap: Realtor, operation: FreeUnits, arguments: { HouseCode: null }, rows: Unit }
to: unit
fields:
  ref: Ref
  code: Code
  buildingRef: { path: House, values: ${values} }
  kind: { path: House, values: {}, default: apartment }
  floor: Floor
  number: Number
  rooms: Rooms
  areaTotal: Area
  status: { path: House, values: {}, default: free }
  price: Price
`
}

/** Any mirrored entity will do; of a price list the latest entry of each flat is one record. */
const pricesAsPayments = () => `
from: { set: ${prices}, table: SliceLast }
to: payment
fields:
  ref: Квартира_Key
  date: Period
  amount: Цена
  kind: { path: Квартира_Key, values: {}, default: payment }
`

const isOnSale = (unit: Record<string, unknown>) => unit.Статус === 'Свободна' && unit.DeletionMark !== true

const cases = [
  {
    source: 'a web service',
    file: 'unit' as const,
    mapping: unitsOverSoap,
    /** A change and a loss in 1C that are no fault of the hub. */
    change: (ref: string) => twin.infobase.write(units, { Ref_Key: ref, ЦенаПрайс: 1_000_000, Этаж: 99 }),
    remove: (ref: string) => twin.infobase.write(units, { Ref_Key: ref, Статус: 'Продана' }),
    there: () => twin.infobase.list(units).filter(isOnSale).length,
  },
  {
    source: 'a virtual table',
    file: 'payment' as const,
    mapping: pricesAsPayments,
    change: (ref: string) => twin.infobase.write(prices, { Period: tomorrow, Квартира_Key: ref, Цена: 1 }),
    remove: (ref: string) => {
      for (const row of twin.infobase.list(prices).filter(({ Квартира_Key }) => Квартира_Key === ref))
        twin.infobase.erase(prices, JSON.stringify([row.Period, ref]))
    },
    there: () => new Set(twin.infobase.list(prices).map(({ Квартира_Key }) => Квартира_Key)).size,
  },
]
const tomorrow = '2030-01-01T00:00:00'

describe.each(cases)('an entity read from $source', ({ source, file, mapping, change, remove, there }) => {
  let hub: Hub
  beforeAll(async () => {
    const mappings = join(folder, `${file}-mappings`)
    cpSync(join(import.meta.dirname, '../../../mappings'), mappings, { recursive: true })
    writeFileSync(join(mappings, `${file}.yaml`), mapping())
    const config = readConfig(hubEnv(join(folder, file), { HUB_MAPPINGS: mappings }), twin.address)
    hub = await createHub(config)
    await pullAll(hub, 'trace', never)
    await exchangeCycle(hub, false, never)
  }, 60_000)
  afterAll(() => hub.close())

  const rows = () => hub.db.selectFrom(file).selectAll().where('deleted', '=', 0).orderBy('ref').execute()
  const check = () => verify(hub, { cause: 'cli', heal: false, alone: true })

  test(`is here whole, and the certificate is clean (${source})`, async () => {
    expect(hub.mappings.findings.filter(({ level }) => level === 'error')).toEqual([])
    expect(await rows()).toHaveLength(there())
    expect(await check()).toMatchObject({ verdict: 'clean', gaps: [], reason: null })
  })

  test('rows that the hub has lost, changed or taken for deleted are named, and are right again', async () => {
    const before = await rows()
    const [lost, changed, deleted] = before.map(({ ref }) => ref)
    await hub.db.deleteFrom(file).where('ref', '=', String(lost)).execute()
    await hub.db.updateTable(file).set({ dataVersion: 'other' }).where('ref', '=', String(changed)).execute()
    await hub.db.updateTable(file).set({ deleted: 1 }).where('ref', '=', String(deleted)).execute()
    const certificate = await check()
    expect(certificate?.verdict).toBe('healed')
    const named = certificate?.gaps.map(({ ref, kind, state }) => `${ref} ${kind} ${state}`)
    expect(named?.sort()).toEqual(
      [`${lost} missing_here healed`, `${changed} other_version healed`, `${deleted} missing_here healed`].sort(),
    )
    const versions = (list: typeof before) => list.map(({ ref, dataVersion }) => `${ref} ${dataVersion}`)
    expect(versions(await rows())).toEqual(versions(before))
    expect(await check()).toMatchObject({ verdict: 'clean', gaps: [] })
  })

  test('what 1C has changed or taken away itself is no gap', async () => {
    const [first, second] = (await rows()).map(({ ref }) => ref)
    change(String(first))
    remove(String(second))
    expect(await check()).toMatchObject({ verdict: 'clean', gaps: [] })
    expect(await rows()).toHaveLength(there())
  })
})
