import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { readConfig } from '../../../src/config.ts'
import { createHub, type Hub } from '../../../src/context.ts'
import { exchangeCycle } from '../../../src/flows/exchange/cycle.ts'
import { pullAll } from '../../../src/flows/exchange/pull-all.ts'
import { pullChanges } from '../../../src/flows/exchange/pull-changes.ts'
import { reconcile } from '../../../src/flows/exchange/reconcile.ts'
import { countMirrored, mirroredEntities } from '../../../src/store/mirror.ts'
import { getState } from '../../../src/store/state.ts'
import { startTwin, type Twin } from '../../../src/twin/app.ts'
import { defaultFaults } from '../../../src/twin/infobase/faults.ts'
import { readOptions } from '../../../src/twin/options.ts'
import { hubEnv, odata } from '../../world.ts'

let twin: Twin
const folder = mkdtempSync(join(tmpdir(), 'hub-reading-'))
const hubs: Hub[] = []
let files = 0

beforeAll(async () => {
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0' }))
}, 60_000)
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.close()
  Object.assign(twin.infobase.faults, defaultFaults)
})
afterAll(async () => {
  await twin.close()
  rmSync(folder, { recursive: true, force: true })
})

/** A hub whose exchange loop is the test itself. */
async function openHub(data: string, change: (settings: Hub['config']['settings']['exchange']) => void = () => {}) {
  const config = readConfig(hubEnv(join(folder, data)), twin.address)
  config.settings.exchange.page = 2000
  change(config.settings.exchange)
  const hub = await createHub(config)
  hubs.push(hub)
  return hub
}

const never = new AbortController().signal
const freshData = () => `data${files++}`
const pull = (hub: Hub) => pullAll(hub, 'trace', never)

/** What the mirror should hold of a set: every object as it is now in 1C. */
async function expectMirror(hub: Hub): Promise<void> {
  for (const name of mirroredEntities) {
    const mapping = hub.mappings.of(name)
    if (!mapping) continue
    const wanted = new Map<string, string>()
    for (const record of twin.infobase.list(mapping.spec.from.set)) {
      const entity = mapping.read(record as never)
      if (entity && !entity.deleted) wanted.set(String(entity.ref), String(record.DataVersion))
    }
    const rows = await hub.db
      .selectFrom(name as 'unit')
      .select(['ref', 'dataVersion'])
      .where('deleted', '=', 0)
      .execute()
    expect(new Map(rows.map((row) => [row.ref, row.dataVersion])), name).toEqual(wanted)
  }
}

test('a pull that breaks off at any request goes on where it was and ends with all of 1C', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 25 }), { minLength: 1, maxLength: 2 }), async (breaks) => {
      const data = freshData()
      const page = 400
      for (const requests of breaks) {
        const hub = await openHub(data, (settings) => Object.assign(settings, { page }))
        twin.infobase.faults.failAfterRequests = requests
        await pull(hub).catch(() => undefined)
        Object.assign(twin.infobase.faults, defaultFaults)
        await hub.close()
        hubs.pop()
      }
      const hub = await openHub(data, (settings) => Object.assign(settings, { page }))
      if ((await getState(hub.db, 'pull.finished')) === null) await pull(hub)
      await expectMirror(hub)
    }),
    { numRuns: 2 },
  )
}, 120_000)

test('a pull does not read again the pages it has stored', async () => {
  const data = freshData()
  const first = await openHub(data, (settings) => Object.assign(settings, { page: 500 }))
  const clients = twin.infobase.list('Catalog_Контрагенты').length
  const stop = new AbortController()
  const stopAt = 1500
  const watching = setInterval(async () => {
    const { client } = await countMirrored(first.db)
    if (client >= stopAt) stop.abort()
  }, 5)
  await pullAll(first, 'trace', stop.signal).catch(() => undefined)
  clearInterval(watching)
  const stored = (await countMirrored(first.db)).client
  expect(stored).toBeGreaterThanOrEqual(stopAt)
  const cursor = await first.db.selectFrom('pullCursor').selectAll().where('entity', '=', 'client').executeTakeFirst()
  expect(cursor?.next).toBeGreaterThanOrEqual(stored)
  const second = await openHub(data, (settings) => Object.assign(settings, { page: 500 }))
  await pull(second)
  expect(clients).toBeGreaterThan(stored)
  await expectMirror(second)
}, 60_000)

test('without /$count everything is read all the same', async () => {
  twin.infobase.faults.countSupported = false
  const hub = await openHub(freshData())
  await pull(hub)
  await expectMirror(hub)
}, 60_000)

describe('a base without our exchange plan', () => {
  const planless = (settings: Hub['config']['settings']['exchange']) =>
    Object.assign(settings, { plan: 'ExchangePlan_Нет', page: 2000 })

  test('is read by versions, and says why', async () => {
    const hub = await openHub(freshData(), planless)
    await pull(hub)
    await exchangeCycle(hub, false, never)
    expect(hub.link.ways.map(({ way }) => way)).toEqual(mirroredEntities.map(() => 'versions'))
    expect(hub.link.ways[0]?.why).toContain('плана обмена ExchangePlan_Нет в OData этой базы нет')
  }, 60_000)

  test('after any edits, deletions and new objects the mirror equals 1C', async () => {
    const hub = await openHub(freshData(), planless)
    await pull(hub)
    await exchangeCycle(hub, false, never)
    const edit = fc.record({ at: fc.nat(), what: fc.constantFrom('name', 'mark', 'erase', 'create') })
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 12 }), async (edits) => {
        for (const { at, what } of edits) {
          const clients = twin.infobase.list('Catalog_Контрагенты').filter((record) => record.IsFolder !== true)
          const Ref_Key = clients[at % clients.length]?.Ref_Key
          const set = 'Catalog_Контрагенты'
          if (what === 'name') twin.infobase.write(set, { Ref_Key, Description: `Имя ${at}` })
          if (what === 'mark') twin.infobase.write(set, { Ref_Key, DeletionMark: at % 2 === 0 })
          if (what === 'erase') twin.infobase.erase(set, String(Ref_Key))
          if (what === 'create') twin.infobase.write(set, { Description: `Новый ${at}` })
        }
        await exchangeCycle(hub, true, never)
        await expectMirror(hub)
      }),
      { numRuns: 5 },
    )
  }, 60_000)
})

test('a set the plan does not hold is found out and read by versions', async () => {
  const hub = await openHub(freshData())
  await pull(hub)
  await exchangeCycle(hub, false, never)
  const plan = twin.infobase.configuration.objects.find((object) => object.kind === 'ExchangePlan')
  if (plan?.kind !== 'ExchangePlan') throw new Error('the demo has a plan')
  const content = plan.content as string[]
  const at = content.indexOf('Catalog_РекламныеКампании')
  content.splice(at, 1)
  try {
    const [campaign] = twin.infobase.list('Catalog_РекламныеКампании')
    twin.infobase.write('Catalog_РекламныеКампании', { Ref_Key: campaign?.Ref_Key, Description: 'Без плана' })
    await reconcile(hub)
    await exchangeCycle(hub, false, never)
    await exchangeCycle(hub, false, never)
    expect(hub.link.ways.find(({ entity }) => entity === 'campaign')).toMatchObject({ way: 'versions' })
    const row = await hub.db
      .selectFrom('campaign')
      .select('name')
      .where('ref', '=', String(campaign?.Ref_Key))
      .executeTakeFirst()
    expect(row?.name).toBe('Без плана')
  } finally {
    content.splice(at, 0, 'Catalog_РекламныеКампании')
  }
}, 60_000)

describe('the mass-loss brake', () => {
  test('holds back the losses of a package and lets the rest of it pass', async () => {
    const hub = await openHub(freshData(), (settings) => Object.assign(settings, { brake: 0.01 }))
    await pull(hub)
    await pullChanges(hub)
    const before = await countMirrored(hub.db)
    const onSale = twin.infobase.list('Catalog_Квартиры').filter((unit) => unit.Статус === 'Свободна')
    for (const { Ref_Key } of onSale) twin.infobase.write('Catalog_Квартиры', { Ref_Key, DeletionMark: true })
    const [deal] = twin.infobase.list('Document_ДоговорПродажи')
    twin.infobase.write('Document_ДоговорПродажи', { Ref_Key: deal?.Ref_Key, НомерДоговора: 'после тормоза' })
    await pullChanges(hub)
    expect((await countMirrored(hub.db)).unit).toBe(before.unit)
    expect(JSON.parse((await getState(hub.db, 'pull.brake.unit')) ?? '{}').reason).toContain('ждёт решения')
    const row = await hub.db
      .selectFrom('deal')
      .select('number')
      .where('ref', '=', String(deal?.Ref_Key))
      .executeTakeFirst()
    expect(row?.number).toBe('после тормоза')
    for (const { Ref_Key } of onSale) twin.infobase.write('Catalog_Квартиры', { Ref_Key, DeletionMark: false })
  }, 60_000)

  test('holds back what a comparison finds gone until it is confirmed', async () => {
    const hub = await openHub(freshData(), (settings) => Object.assign(settings, { brake: 0 }))
    await pull(hub)
    const before = await countMirrored(hub.db)
    const gone = twin.infobase.list('Document_ПоступлениеОплаты').slice(0, 3)
    for (const { Ref_Key } of gone) twin.infobase.erase('Document_ПоступлениеОплаты', String(Ref_Key))
    twin.infobase.faults.tombstones = false
    await reconcile(hub)
    await exchangeCycle(hub, false, never)
    expect((await countMirrored(hub.db)).payment).toBe(before.payment)
    await hub.db
      .insertInto('state')
      .values({ name: 'pull.brake.payment.confirmed', value: '3', updatedAt: '' })
      .execute()
    await reconcile(hub)
    await exchangeCycle(hub, false, never)
    expect((await countMirrored(hub.db)).payment).toBe(before.payment - 3)
    expect(await getState(hub.db, 'pull.brake.payment')).toBeNull()
    expect((await odata(twin).list('Document_ПоступлениеОплаты')).length).toBeGreaterThan(0)
  }, 60_000)
})

test('services and virtual tables of 1C are sources like any set', async () => {
  const { reading } = (await openHub(freshData())).onec
  const free = twin.infobase.list('Catalog_Квартиры').filter((unit) => unit.Статус === 'Свободна' && !unit.DeletionMark)
  const overHttp = await reading.rows({ kind: 'http', http: '/hs/realtor/v1/units/free', rows: 'units' })
  const soap = { kind: 'soap' as const, soap: 'Realtor', operation: 'FreeUnits', arguments: { HouseCode: null } }
  const overSoap = await reading.rows({ ...soap, rows: 'Unit' })
  const refs = (rows: typeof overHttp, name: string) => rows.map((row) => String(row[name])).sort()
  expect(refs(overHttp, 'ref')).toEqual(free.map((unit) => String(unit.Ref_Key)).sort())
  expect(refs(overSoap, 'Ref')).toEqual(refs(overHttp, 'ref'))
  const prices = await reading.rows({
    kind: 'table',
    set: 'InformationRegister_ЦеныКвартир',
    table: 'SliceLast',
    parameters: {},
  })
  expect(prices.length).toBeGreaterThan(0)
})
