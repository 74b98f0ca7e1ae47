import { expect, test } from 'vitest'
import { letters, office, partners, seedOffice } from './office.ts'
import { errorOf, publish } from './published.ts'
import { goods, prices, revenue, sales, seedShop, shop, tea } from './shop.ts'

/** Shapes and spellings that published 1C programs and recordings rely on. */
const json = { $format: 'json' }

async function sold() {
  const shopped = await publish({ configuration: shop, seed: seedShop })
  const { Ref_Key } = shopped.base.write(sales, { Товар_Key: tea, Сумма: 5 })
  shopped.base.post(sales, String(Ref_Key))
  return shopped
}

test('the condition of a virtual table follows references, as any filter does', async () => {
  const { rows } = await sold()
  const path = `${revenue}/Balance`
  expect(await rows(path, { Condition: "'Товар/Description eq ''Чай'''" })).toHaveLength(1)
  expect(await rows(path, { Condition: "Товар/Description eq 'Кофе'" })).toEqual([])
  const [row] = await rows(path, { $expand: 'Товар', $select: 'Товар/Description,СуммаBalance' })
  expect(row).toEqual({ СуммаBalance: 5, Товар: { Description: 'Чай' } })
})

test('a moment of a virtual table is a datetime, a bare day, or a bare string', async () => {
  const { rows, ask, base } = await sold()
  base.write(prices, { Period: '2026-05-05T00:00:00', Товар_Key: tea, Вид: 'опт', Цена: 3 })
  expect(await rows(`${prices}/SliceLast(Period='2026-05-05T23:59:59',)`)).toHaveLength(1)
  expect(await rows(`${prices}/SliceLast(Period=datetime'2026-05-04')`)).toEqual([])
  expect(await rows(`${prices}/SliceFirst(Period=datetime'2026-05-05')`)).toHaveLength(1)
  expect(errorOf(await ask(`/${prices}/SliceLast(Period='май')`, json))).toMatchObject({ status: 400, code: '1' })
})

test('a register that lacks a table has no such method; one that has it on its rows sees a segment too many', async () => {
  const shopped = await sold()
  const lacking = errorOf(await shopped.ask(`/${revenue}/SliceLast()`, json))
  expect(lacking).toEqual({ status: 400, code: '6', text: 'Метод не найден' })
  const { ask } = await publish({ configuration: office, seed: seedOffice })
  const onRows = errorOf(await ask('/InformationRegister_Отправления/SliceLast()', json))
  expect(onRows).toEqual({ status: 400, code: '6', text: 'Обнаружены лишние сегменты!' })
  expect(errorOf(await ask('/InformationRegister_Отправления/Нечто', json)).text).toContain('Нечто')
})

test('quotes in the text of XML stay quotes', async () => {
  const { ask, base } = await sold()
  base.write(goods, { Ref_Key: tea, Артикул: '"А" <&>' })
  expect((await ask(`/${goods}(guid'${tea}')`)).text).toContain('<d:Артикул>"А" &lt;&amp;&gt;</d:Артикул>')
  expect((await ask('/Catalog_Нет')).text).toContain('<m:message>Сущность "Catalog_Нет" не найдена.</m:message>')
})

test('the page of a fallen server names its reason the way its readers look for it', async () => {
  const { ask, base } = await sold()
  base.faults.html500 = true
  const reason = /by reason:\s*<\/b>\s*<br>(.*?)<\/body>/s.exec((await ask('')).text)?.[1]
  expect(reason).toBe('Недостаточно памяти')
})

test('the body of a maintenance is three deep, the administrator alone at its bottom, behind a byte order mark', async () => {
  const { ask, base } = await sold()
  Object.assign(base.faults, { maintenance: true, maintenanceText: 'До 14:00' })
  const answer = await ask(`/${goods}`, json)
  expect(answer.text.startsWith('\uFEFF')).toBe(true)
  expect(answer.json().exception).toMatchObject({
    descr: `HTTP: Forbidden\nОшибка при выполнении запроса GET к ресурсу /odata/standard.odata/${goods}:`,
    inner: {
      descr: 'Начало сеанса с информационной базой запрещено.\nДо 14:00',
      inner: { descr: 'До 14:00', data: expect.any(String), creationStack: expect.any(String) },
    },
  })
})

test('a type that names nothing here, read from another base, is stored as it is', async () => {
  const { ask } = await publish({ configuration: office, seed: seedOffice })
  const Предмет_Type = 'UnavailableEntities.UnavailableEntity_604931cd-d4a8-48d0-bc59-2ac90e044abb'
  const body = { Предмет: '84d78db2-f4ba-11e4-92f1-0050568b35ac', Предмет_Type }
  const answer = await ask(`/${letters}`, json, { method: 'POST', body })
  expect([answer.status, answer.json()]).toMatchObject([201, body])
  const foreign = { ...body, Предмет_Type: `StandardODATA.${partners}` }
  expect(errorOf(await ask(`/${letters}`, json, { method: 'POST', body: foreign }))).toMatchObject({ code: '4' })
})
