import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../src/flows/verify/verify.ts'
import { likeSpellings } from '../../src/model/phone.ts'
import type { MirrorTables } from '../../src/store/tables/mirror.ts'
import { partnersMappings, startPartners } from '../partners.ts'
import { hook, odata, startWorld, until, type World } from '../world.ts'

/** One business in two configurations: whatever the hub makes of it must be the same. */
let first: World
let second: World

beforeAll(async () => {
  ;[first, second] = await Promise.all([startWorld(), startPartners(partnersMappings)])
}, 60_000)
afterAll(() => Promise.all([first.stop(), second.stop()]))

/** What each base or each hub sets in its own way. */
const ownWays = new Set(['code', 'dataVersion', 'seen', 'createdAt', 'updatedAt'])

/** Tables of the mirror in which nothing else may differ. */
const alike = [
  'manager',
  'project',
  'building',
  'unit',
  'client',
  'clientEmail',
  'adPlatform',
  'campaign',
  'deal',
  'dealClient',
  'scheduleLine',
  'payment',
] as const

async function rowsOf(world: World, table: keyof MirrorTables, also: readonly string[] = []) {
  const rows: object[] = await world.hub.hub.db.selectFrom(table).selectAll().execute()
  const kept = ([name]: [string, unknown]) => !ownWays.has(name) && !also.includes(name)
  return rows.map((row) => JSON.stringify(Object.fromEntries(Object.entries(row).filter(kept)))).sort()
}

test('every mapping of the second configuration is in use, and nothing of it is left unread', async () => {
  // Contracts about services are none of the hub's, which no rule of lint can know.
  expect(second.hub.hub.mappings.findings.map(({ level, code, file }) => [level, code, file])).toEqual([
    ['warning', 'enum-uncovered', 'deal.yaml'],
  ])
  const pulls = await second.hub.hub.db
    .selectFrom('journalEntry')
    .select(['level', 'text'])
    .where('step', 'like', 'pull.%')
    .execute()
  expect(pulls.length).toBeGreaterThan(alike.length - 4)
  expect(pulls.filter(({ level }) => level !== 'info')).toEqual([])
})

test.each(alike)('%s reads the same from both bases', async (table) => {
  const rows = await rowsOf(second, table)
  expect(rows.length).toBeGreaterThan(0)
  expect(rows).toEqual(await rowsOf(first, table))
})

test('bookings read the same but for their numbers, phones of clients but for their spelling', async () => {
  expect(await rowsOf(second, 'booking', ['number'])).toEqual(await rowsOf(first, 'booking', ['number']))
  expect(await rowsOf(second, 'clientPhone', ['raw'])).toEqual(await rowsOf(first, 'clientPhone', ['raw']))
})

test('nothing is lost on the way: the comparison with 1C is clean', async () => {
  const certificate = await verify(second.hub.hub, { cause: 'cli', heal: false, alone: false })
  expect(certificate).toMatchObject({ verdict: 'clean', gaps: [] })
})

test('both feeds offer the same', async () => {
  const feedOf = async (world: World) => {
    const path = '/feeds/demo-feed/yandex.xml'
    const answer = await until('the feed is published', async () => {
      const response = await fetch(world.hub.address + path)
      return response.ok && (await response.text())
    })
    return answer
      .replaceAll(/<(generation-date|creation-date|last-update-date)>[^<]*/g, '')
      .replaceAll(/:\d+\/plans/g, '')
  }
  const feed = await feedOf(second)
  expect(feed.match(/<offer /g)?.length).toBeGreaterThan(100)
  expect(feed).toBe(await feedOf(first))
})

test('a change in 1C comes by the plan where the object is in it, and by its version where it is not', async () => {
  const onec = odata(second.twin)
  const [unit] = await onec.list('Catalog_ОбъектыНедвижимости', 'IsFolder eq false and СтоимостьПоПрайсу gt 1000000')
  await onec.patch('Catalog_ОбъектыНедвижимости', String(unit?.Ref_Key), { СтоимостьПоПрайсу: 9_990_000 })
  const [campaign] = await onec.list('Catalog_РекламныеАкции')
  await onec.patch('Catalog_РекламныеАкции', String(campaign?.Ref_Key), { Description: 'Осенняя акция' })
  const { db } = second.hub.hub
  await until('the price has come', async () => {
    const row = await db.selectFrom('unit').select('price').where('ref', '=', String(unit?.Ref_Key)).executeTakeFirst()
    return row?.price === 999_000_000
  })
  await until('the name has come', async () => {
    second.hub.hub.poke()
    const row = await db
      .selectFrom('campaign')
      .select('name')
      .where('ref', '=', String(campaign?.Ref_Key))
      .executeTakeFirst()
    return row?.name === 'Осенняя акция'
  })
})

test('a client whose phone is spelled in its own way is found in 1C by the phone', async () => {
  const { onec, mappings } = second.hub.hub
  const phone = mappings.of('client')?.spec.lookup?.phone ?? ''
  const [client] = await odata(second.twin).list('Catalog_Партнеры', 'IsFolder eq false and ЭтоКлиент eq true')
  const [contact] = (client?.Контакты ?? []) as { ЗначениеКонтакта: string }[]
  const spelled = likeSpellings(contact?.ЗначениеКонтакта ?? '')
  const found = await onec.find('Catalog_Партнеры', onec.condition(phone, { spelled }))
  expect(found.map(({ Ref_Key }) => Ref_Key)).toContain(client?.Ref_Key)
})

test('a call becomes a partner and a telephone talk with its source, once', async () => {
  const { Ref_Key: campaign, Owner_Key: channel } =
    (await odata(second.twin).list('Catalog_РекламныеАкции', "ПодменныйНомер eq '+74950000101'"))[0] ?? {}
  const call = { calluuid: 'PARTNERS1', ani: '+79997775511', dnis: '+74950000101' }
  for (const state of ['Ringing', 'Established', 'Released'])
    await hook(second.hub, '/hooks/genesys/engage', { ...call, state })
  const talks = () => odata(second.twin).list('Document_ТелефонныйРазговор', "АбонентНомер eq '+79997775511'")
  const talk = await until('the talk is in 1C', async () => (await talks())[0])
  const partners = await odata(second.twin).list(
    'Catalog_Партнеры',
    "Контакты/any(c: like(c/ЗначениеКонтакта, '%9997775511%'))",
  )
  expect(partners).toHaveLength(1)
  expect(partners[0]).toMatchObject({ ЭтоКлиент: true, ЮрФизЛицо: 'ФизическоеЛицо' })
  expect(talk).toMatchObject({
    Входящий: true,
    Абонент: partners[0]?.Ref_Key,
    Абонент_Type: 'StandardODATA.Catalog_Партнеры',
    НомерЛинии: '+74950000101',
    Канал_Key: channel,
    Акция_Key: campaign,
  })
  expect(await talks()).toHaveLength(1)
})
