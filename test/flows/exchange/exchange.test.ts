import axios from 'axios'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { countMirrored } from '../../../src/store/mirror.ts'
import { odata, signIn, startNewWorld, until, type World } from '../../world.ts'

let world: World
beforeAll(async () => {
  world = await startNewWorld()
}, 60_000)
afterAll(() => world.stop())

const feed = async () => {
  const answer = await axios.get(`${world.hub.address}/feeds/demo-feed/yandex.xml`, { validateStatus: () => true })
  return {
    status: answer.status,
    ids: [...String(answer.data).matchAll(/internal-id="([^"]+)"/g)].map((match) => match[1]),
  }
}

test('after the first pull the mirror holds what 1C holds', async () => {
  const onec = odata(world.twin)
  const counts = await countMirrored(world.hub.hub.db)
  const alive = async (set: string, filter = 'DeletionMark eq false') => (await onec.list(set, filter)).length
  expect(counts).toMatchObject({
    project: await alive('Catalog_ЖилыеКомплексы'),
    building: await alive('Catalog_Дома'),
    unit: await alive('Catalog_Квартиры'),
    client: await alive('Catalog_Контрагенты', 'DeletionMark eq false and IsFolder eq false'),
    deal: await alive('Document_ДоговорПродажи'),
    payment: await alive('Document_ПоступлениеОплаты'),
  })
  expect(await world.hub.hub.db.selectFrom('unmapped').selectAll().execute()).toEqual([])
})

test('the feed holds exactly the free units', async () => {
  const free = await odata(world.twin).list('Catalog_Квартиры', "Статус eq 'Свободна' and DeletionMark eq false")
  const { ids } = await until('the feed is published', async () => {
    const now = await feed()
    return now.status === 200 && now
  })
  expect(ids.toSorted()).toEqual(free.map((unit) => String(unit.Ref_Key)).toSorted())
})

test('a unit booked in 1C changes on the chessboard and leaves the feed', async () => {
  const onec = odata(world.twin)
  const [unit] = await onec.list('Catalog_Квартиры', "Статус eq 'Свободна' and DeletionMark eq false")
  const ref = String(unit?.Ref_Key)
  const sales = await signIn(world.hub, 'sales')
  await onec.patch('Catalog_Квартиры', ref, { Статус: 'Забронирована' })
  await until('the card says booked', async () => (await sales.get(`/units/${ref}`)).data.status === 'booked', 5)
  await until('the unit is out of the feed', async () => !(await feed()).ids.includes(ref), 5)
  await until('the journal tells it', async () => {
    const step = await world.hub.hub.db
      .selectFrom('journalEntry')
      .selectAll()
      .where('step', '=', 'unit.changed')
      .executeTakeFirst()
    return step?.text.includes('свободна → забронирована')
  })
  await onec.patch('Catalog_Квартиры', ref, { Статус: 'Свободна' })
  await until('the unit is back in the feed', async () => (await feed()).ids.includes(ref), 5)
})

test('the change was acknowledged in 1C, and not before it was stored', async () => {
  const [node] = (await odata(world.twin).list('ExchangePlan_ОбменСХабом')).filter((one) => one.Code === 'HUB')
  const stored = await world.hub.hub.db
    .selectFrom('state')
    .select('value')
    .where('name', '=', 'exchange.message')
    .executeTakeFirst()
  await until('the node has received our message', async () => {
    const now = (await odata(world.twin).list('ExchangePlan_ОбменСХабом')).find((one) => one.Ref_Key === node?.Ref_Key)
    return Number(now?.ReceivedNo) >= Number(stored?.value ?? 0)
  })
})

test('a record no mapping can read is shown with its reason and gone when mended', async () => {
  const onec = odata(world.twin)
  const [unit] = await onec.list('Catalog_Квартиры', "Статус eq 'Продана'")
  const ref = String(unit?.Ref_Key)
  const admin = await signIn(world.hub, 'admin')
  await onec.patch('Catalog_Квартиры', ref, { Этаж: 5, ВидПомещения: '' })
  const row = await until('the desktop shows it', async () => {
    const rows = (await admin.get('/desktop')).data.attention as { kind: string; reason: string }[]
    return rows.find((one) => one.kind === 'unmapped')
  })
  expect(row.reason).toMatch(/unit\.kind/)
  await onec.patch('Catalog_Квартиры', ref, { ВидПомещения: String(unit?.ВидПомещения) })
  await until(
    'the row is gone',
    async () => (await world.hub.hub.db.selectFrom('unmapped').selectAll().execute()).length === 0,
  )
})

describe('1C away', () => {
  test('the hub says so, goes on serving the feed, and catches up', async () => {
    const onec = odata(world.twin)
    const admin = await signIn(world.hub, 'admin')
    const [unit] = await onec.list('Catalog_Квартиры', "Статус eq 'Свободна'")
    const ref = String(unit?.Ref_Key)
    world.twin.infobase.faults.down = true
    await until('the link is known to be lost', async () => (await admin.get('/link')).data.state === 'offline')
    expect((await feed()).status).toBe(200)
    world.twin.infobase.write('Catalog_Квартиры', { Ref_Key: ref, Статус: 'Продана' })
    world.twin.infobase.faults.down = false
    world.hub.hub.poke()
    await until('the change of the meantime has come', async () => {
      world.hub.hub.poke()
      return (await admin.get(`/units/${ref}`)).data.status === 'sold'
    })
    expect((await admin.get('/link')).data.state).toBe('online')
  })

  test('what was deleted in 1C disappears with the full pull', async () => {
    const onec = odata(world.twin)
    const admin = await signIn(world.hub, 'admin')
    const [unit] = await onec.list('Catalog_Квартиры', "Статус eq 'НеВПродаже'")
    const ref = String(unit?.Ref_Key)
    // Tombstones off: real 1C was never seen to send them (1c-odata §14).
    world.twin.infobase.faults.tombstones = false
    await onec.remove('Catalog_Квартиры', ref)
    await admin.post('/pull')
    await until('the unit is gone', async () => (await admin.get(`/units/${ref}`)).status === 404, 20)
  })
})
