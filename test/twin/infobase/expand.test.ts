import { expect, test } from 'vitest'
import { anna, boris, files, letter, letters, office, partners, scan, seedOffice } from './office.ts'
import { errorOf, publish } from './published.ts'
import { revenue, sales, seedShop, shop, tea } from './shop.ts'

const published = () => publish({ configuration: office, seed: seedOffice })
const json = { $format: 'json' }

test('a reference is expanded to the whole object, or to the fields selected below it', async () => {
  const { rows } = await published()
  const [whole] = await rows(letters, { $expand: 'Партнер' })
  expect(whole?.Партнер).toMatchObject({ Ref_Key: boris, Description: 'Борис', Code: '00002' })
  const [chosen] = await rows(letters, { $expand: 'Партнер', $select: 'Number,Партнер/Description,Партнер' })
  expect(chosen).toEqual({ Number: '000001', Партнер: { Description: 'Борис' } })
})

test('what is not selected is not expanded, without a word', async () => {
  const { rows } = await published()
  expect(await rows(letters, { $expand: 'Партнер', $select: 'Number' })).toEqual([{ Number: '000001' }])
  const [all] = await rows(letters, { $expand: 'Партнер', $select: '*' })
  expect(all?.Партнер).toMatchObject({ Description: 'Борис' })
})

test('two levels are expanded along a path, each with its own choice of fields', async () => {
  const { rows } = await published()
  const [read] = await rows(letters, {
    $expand: 'Партнер/Куратор',
    $select: 'Партнер/Code,Партнер/Куратор/Description',
  })
  expect(read).toEqual({ Партнер: { Code: '00002', Куратор: { Description: 'Анна' } } })
})

test('** below a reference leaves out the sections, * takes precedence over both', async () => {
  const { rows, base } = await published()
  base.write(letters, { Ref_Key: letter, Предмет: letter, Предмет_Type: `StandardODATA.${letters}` })
  const below = async (select: string) => {
    const [read = {}] = await rows(letters, { $expand: `Предмет/${letters}`, $select: select })
    return read.Предмет_Expanded as Record<string, unknown>
  }
  const key = `Предмет/${letters}`
  expect(await below(`${key}/**`)).not.toHaveProperty('Реквизиты')
  expect(await below(`${key}/**,${key}/Реквизиты`)).not.toHaveProperty('Реквизиты')
  expect(await below(`${key}/**,${key}/*`)).toHaveProperty('Реквизиты')
})

test('a composite reference is expanded for the type named in the path, or for any, beside its value', async () => {
  const { rows, ask } = await published()
  const [read] = await rows(letters, { $expand: `Предмет/${files}` })
  expect(read).toMatchObject({ Предмет: scan, Предмет_Expanded: { Description: 'Скан' } })
  const [other = {}] = await rows(letters, { $expand: `Предмет/${letters}/Партнер` })
  expect(other).not.toHaveProperty('Предмет_Expanded')
  const [untyped] = await rows(letters, { $expand: 'Предмет', $select: 'Предмет,Предмет/Description' })
  expect(untyped).toEqual({ Предмет: scan, Предмет_Expanded: { Description: 'Скан' } })
  expect(errorOf(await ask(`/${letters}`, { ...json, $expand: 'Предмет/*' }))).toMatchObject({ code: '0' })
  expect(errorOf(await ask(`/${letters}`, { ...json, $expand: `Предмет/${partners}` }))).toMatchObject({ code: '6' })
})

test('a star at the end of a path expands every reference but composite ones', async () => {
  const { rows } = await published()
  const [read = {}] = await rows(letters, { $expand: '*' })
  expect(read.Партнер).toMatchObject({ Description: 'Борис' })
  expect(read).not.toHaveProperty('Предмет_Expanded')
  const [deep] = await rows(letters, { $expand: 'Партнер/*' })
  expect(deep?.Партнер).toMatchObject({ Куратор: { Ref_Key: anna } })
})

test('rows of sections are not expanded, nor are single entities', async () => {
  const { ask } = await published()
  expect(errorOf(await ask(`/${letters}`, { ...json, $expand: 'Реквизиты/Свойство' })).code).toBe('0')
  expect(errorOf(await ask(`/${letters}(guid'${letter}')`, { ...json, $expand: 'Партнер' })).code).toBe('0')
})

test('in Atom the object stands inside its link; in a virtual table and for a composite among the properties', async () => {
  const { ask } = await published()
  const feed = await ask(`/${letters}`, { $expand: `Партнер,Предмет/${files}` })
  expect(feed.text).toMatch(/<link [^>]*title="Партнер">\s*<m:inline>\s*<entry>/)
  expect(feed.text).toMatch(/<d:Предмет_Expanded m:type="StandardODATA.Catalog_Файлы">\s*<d:Ref_Key>/)
  const shopped = await publish({ configuration: shop, seed: seedShop })
  const { Ref_Key } = shopped.base.write(sales, { Товар_Key: tea, Сумма: 5 })
  shopped.base.post(sales, String(Ref_Key))
  const table = await shopped.ask(`/${revenue}/Balance`, { $expand: 'Товар' })
  expect(table.text).toMatch(/<d:Товар_Key>[\w-]+<\/d:Товар_Key>/)
  expect(table.text).toMatch(/<d:Товар m:type="StandardODATA.Catalog_Номенклатура">\s*<d:Ref_Key>/)
  const [row] = await shopped.rows(`${revenue}/Balance`, { $expand: 'Товар' })
  expect(row).toMatchObject({ Товар_Key: tea, Товар: { Description: 'Чай' } })
})
