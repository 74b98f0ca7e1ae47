import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../../src/flows/verify/verify.ts'
import { odata, startWorld, until, type World } from '../../world.ts'

const prices = 'InformationRegister_ЦеныКвартир'
const folder = mkdtempSync(join(tmpdir(), 'hub-mappings-'))
let world: World

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  const file = join(folder, 'unit.yaml')
  const text = readFileSync(file, 'utf8')
  const edited = text
    .replace('order: Code }', `order: Code, registers: { Прайс: { set: ${prices}, by: Квартира_Key } } }`)
    .replace('path: Цена,', 'path: "Прайс[].Цена",')
  expect(edited.match(/Прайс/g)).toHaveLength(2)
  writeFileSync(file, edited)
  world = await startWorld({ HUB_MAPPINGS: folder })
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const priceOf = async (ref: string) =>
  (await world.hub.hub.db.selectFrom('unit').select('price').where('ref', '=', ref).executeTakeFirstOrThrow()).price

const isClean = async () => {
  const certificate = await verify(world.hub.hub, { cause: 'cli', heal: false, alone: false })
  expect(certificate).toMatchObject({ verdict: 'clean', gaps: [] })
}

const inKopecks = (rubles: unknown) => Math.round(Number(rubles) * 100)

/** `yyyy-MM-dd` so many days from now. */
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

test('the price of every unit is that of the register, and of one without records empty', async () => {
  const onec = odata(world.twin)
  const units = await onec.list('Catalog_Квартиры', 'DeletionMark eq false')
  const records = await onec.list(prices)
  const latest = new Map<unknown, Record<string, unknown>>()
  for (const record of records)
    if (String(record.Period) > String(latest.get(record.Квартира_Key)?.Period ?? ''))
      latest.set(record.Квартира_Key, record)
  expect(latest.size).toBeGreaterThan(100)
  const here = await world.hub.hub.db.selectFrom('unit').select(['ref', 'price']).where('deleted', '=', 0).execute()
  expect(here).toHaveLength(units.length)
  for (const { ref, price } of here) expect(price).toBe(latest.has(ref) ? inKopecks(latest.get(ref)?.Цена) : null)
  await isClean()
})

test('a new record of the register changes the price of its unit, one dated ahead does not', async () => {
  const onec = odata(world.twin)
  const [unit] = await world.hub.hub.db
    .selectFrom('unit')
    .select(['ref', 'price'])
    .where('deleted', '=', 0)
    .where('price', 'is not', null)
    .limit(1)
    .execute()
  const ref = String(unit?.ref)
  await onec.create(prices, { Period: `${inDays(30)}T00:00:00`, Квартира_Key: ref, Цена: 99_000_000 })
  await isClean()
  expect(await priceOf(ref)).toBe(unit?.price)
  await onec.create(prices, { Period: `${inDays(-1)}T00:00:00`, Квартира_Key: ref, Цена: 8_765_432 })
  // Whoever verifies waits for a comparison of what no plan brings.
  await isClean()
  expect(await priceOf(ref)).toBe(876_543_200)
})

test('a change of the unit itself, which the plan brings alone, keeps the price', async () => {
  const onec = odata(world.twin)
  const [unit] = await world.hub.hub.db
    .selectFrom('unit')
    .select(['ref', 'price', 'rooms'])
    .where('deleted', '=', 0)
    .where('price', 'is not', null)
    .limit(1)
    .execute()
  const ref = String(unit?.ref)
  const rooms = (unit?.rooms ?? 0) + 1
  await onec.patch('Catalog_Квартиры', ref, { КоличествоКомнат: rooms })
  await until('the rooms are here', async () => {
    const row = await world.hub.hub.db.selectFrom('unit').select('rooms').where('ref', '=', ref).executeTakeFirst()
    return row?.rooms === rooms
  })
  expect(await priceOf(ref)).toBe(unit?.price)
  await isClean()
})
