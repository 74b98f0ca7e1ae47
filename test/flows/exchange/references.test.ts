import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { verify } from '../../../src/flows/verify/verify.ts'
import { odata, startWorld, until, type World } from '../../world.ts'

const folder = mkdtempSync(join(tmpdir(), 'hub-mappings-'))
let world: World

const rewrite = (name: string, from: string, to: string) => {
  const text = readFileSync(join(folder, name), 'utf8')
  expect(text).toContain(from)
  writeFileSync(join(folder, name), text.replace(from, to))
}

beforeAll(async () => {
  cpSync(join(import.meta.dirname, '../../../mappings'), folder, { recursive: true })
  // The section of a unit is the name of its complex, two references away; a deal is called by its buyer and its unit.
  rewrite('unit.yaml', 'section: Секция', 'section: Owner.Owner.Description')
  rewrite('deal.yaml', 'path: НомерДоговора, orElse: Number', 'path: "Покупатели[].Контрагент.Description"')
  rewrite('deal.yaml', 'to: deal', "when: Квартира.Номер != '' && !Расторгнут\nto: deal")
  world = await startWorld({ HUB_MAPPINGS: folder })
}, 60_000)
afterAll(async () => {
  await world.stop()
  rmSync(folder, { recursive: true, force: true })
})

const row = (name: 'unit' | 'deal', ref: string) =>
  world.hub.hub.db
    .selectFrom(name as 'deal')
    .selectAll()
    .where('ref', '=', ref)
    .executeTakeFirst() as Promise<Record<string, unknown> | undefined>

const isClean = async () => {
  const certificate = await verify(world.hub.hub, { cause: 'cli', heal: false, alone: false })
  expect(certificate).toMatchObject({ verdict: 'clean', gaps: [] })
  for (const figure of certificate?.figures.filter(({ onec }) => onec !== null) ?? [])
    expect(figure).toMatchObject({ onec: figure.here, complete: true })
}

/** A living unit with its house and complex. */
async function unitOf() {
  const onec = odata(world.twin)
  const [unit = {}] = await onec.list('Catalog_Квартиры', "Статус eq 'Свободна' and DeletionMark eq false")
  const houses = await onec.list('Catalog_Дома')
  const house = houses.find(({ Ref_Key }) => Ref_Key === unit.Owner_Key)
  const complexes = await onec.list('Catalog_ЖилыеКомплексы')
  const complex = complexes.find(({ Ref_Key }) => Ref_Key === house?.Owner_Key) ?? {}
  return { onec, ref: String(unit.Ref_Key), complex }
}

test('the first reading takes what lies beyond references, and the base is clean', async () => {
  const { ref, complex } = await unitOf()
  expect(await world.hub.hub.db.selectFrom('unmapped').selectAll().execute()).toEqual([])
  expect((await row('unit', ref))?.section).toBe(complex.Description)
  const onec = odata(world.twin)
  const deals = await onec.list('Document_ДоговорПродажи', 'DeletionMark eq false and Расторгнут eq false')
  const clients = new Map((await onec.list('Catalog_Контрагенты')).map((one) => [one.Ref_Key, one.Description]))
  for (const deal of deals.slice(0, 20)) {
    const [buyer] = deal.Покупатели as Record<string, unknown>[]
    expect((await row('deal', String(deal.Ref_Key)))?.number).toBe(clients.get(buyer?.Контрагент_Key))
  }
  await isClean()
})

test('a change that the exchange plan brings without its references is read with them', async () => {
  const { onec, ref, complex } = await unitOf()
  await onec.patch('Catalog_Квартиры', ref, { Цена: 9_123_456 })
  await until('the price is here', async () => (await row('unit', ref))?.price === 912_345_600)
  expect((await row('unit', ref))?.section).toBe(complex.Description)
  await isClean()
})

test('a change of the object a reference leads to changes the records that refer to it', async () => {
  const { onec, ref, complex } = await unitOf()
  await onec.patch('Catalog_ЖилыеКомплексы', String(complex.Ref_Key), { Description: 'ЖК «Переименованный»' })
  // Whoever verifies waits for a comparison of what no plan brings.
  await isClean()
  expect((await row('unit', ref))?.section).toBe('ЖК «Переименованный»')
  const [buyer] = await world.hub.hub.db
    .selectFrom('dealClient')
    .innerJoin('deal', 'deal.ref', 'dealRef')
    .select(['dealRef', 'clientRef'])
    .where('deal.deleted', '=', 0)
    .where('n', '=', 0)
    .limit(1)
    .execute()
  await onec.patch('Catalog_Контрагенты', String(buyer?.clientRef), { Description: 'Новое Имя' })
  await isClean()
  expect((await row('deal', String(buyer?.dealRef)))?.number).toBe('Новое Имя')
  expect(world.hub.hub.link.ways.find(({ entity }) => entity === 'unit')).toMatchObject({ way: 'plan' })
})

test('a record that a mapping no longer takes for its own goes, and comes back', async () => {
  const onec = odata(world.twin)
  const [deal] = await world.hub.hub.db.selectFrom('deal').select('ref').where('deleted', '=', 0).execute()
  const ref = String(deal?.ref)
  await onec.patch('Document_ДоговорПродажи', ref, { Расторгнут: true })
  await until('it is gone', async () => (await row('deal', ref))?.deleted === 1)
  await isClean()
  await onec.patch('Document_ДоговорПродажи', ref, { Расторгнут: false })
  await until('it is back', async () => (await row('deal', ref))?.deleted === 0)
  await isClean()
})
