import request from 'supertest'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTwin, type Twin } from '../../../src/twin/app.ts'
import { numberIn, rowsIn, type StoredRecord, textIn } from '../../../src/twin/infobase/record.ts'
import { readOptions } from '../../../src/twin/options.ts'

let twin: Twin
beforeAll(async () => {
  twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0', TWIN_TODAY: '2026-11-24' }))
})
afterAll(() => twin.close())

async function play(name: string) {
  const { status, body } = await request(twin.address).post(`/control/scenes/${name}`).send({})
  expect(body.error).toBeUndefined()
  expect(status).toBe(200)
  return body
}
const record = (set: string, key: string): StoredRecord => twin.infobase.get(set, key) ?? {}
const flat = (key: string) => record('Catalog_Квартиры', key)

/** What a contract still owes by the register the hub reads debts from, roubles. */
function balanceOf(contract: string): number {
  return twin.infobase
    .list('AccumulationRegister_РасчетыСПокупателями')
    .flatMap((set) => rowsIn(set, 'RecordSet'))
    .filter((row) => row.Договор_Key === contract)
    .reduce((sum, row) => sum + Number(row.Сумма) * (row.RecordType === 'Receipt' ? 1 : -1), 0)
}

describe('flats', () => {
  test('a booking takes a free flat and is in force for two days', async () => {
    const { unit, booking, text } = await play('book-unit')
    expect(flat(unit).Статус).toBe('Забронирована')
    expect(record('Document_Бронирование', booking)).toMatchObject({
      Квартира_Key: unit,
      СостояниеБрони: 'Действует',
      Posted: true,
      ДатаОкончания: expect.stringMatching(/^2026-11-26T/),
    })
    expect(text).toMatch(/^Забронирована кв\. /)
  })

  test('freeing a flat cancels the booking in force', async () => {
    const { unit } = await play('free-unit')
    expect(flat(unit).Статус).toBe('Свободна')
    const active = twin.infobase.find(
      'Document_Бронирование',
      (booking) => booking.Квартира_Key === unit && booking.СостояниеБрони === 'Действует',
    )
    expect(active).toBeUndefined()
  })

  test('a sale writes a posted contract for the price of the flat, its schedule adding up to it', async () => {
    const { unit, contract } = await play('sell-unit')
    expect(flat(unit).Статус).toBe('Продана')
    const sold = record('Document_ДоговорПродажи', contract)
    expect(sold).toMatchObject({ Квартира_Key: unit, СуммаДоговора: flat(unit).Цена, Posted: true })
    expect(rowsIn(sold, 'ГрафикПлатежей').map((line) => line.Сумма)).toEqual([flat(unit).Цена])
    const [buyer] = rowsIn(sold, 'Покупатели')
    expect(record('Catalog_Контрагенты', String(buyer?.Контрагент_Key)).СтадияКлиента).toBe('Действующий')
    expect(balanceOf(contract)).toBe(flat(unit).Цена)
  })

  test('a new price is on the card and in the register from today', async () => {
    const { unit, price } = await play('change-price')
    expect(flat(unit).Цена).toBe(price)
    const row = twin.infobase.find(
      'InformationRegister_ЦеныКвартир',
      (entry) => entry.Квартира_Key === unit && entry.Period === '2026-11-24T00:00:00',
    )
    expect(row?.Цена).toBe(price)
  })
})

test('a payment is posted for what is due next and lowers the debt in the register', async () => {
  const { payment, contract } = await play('add-payment')
  const paid = record('Document_ПоступлениеОплаты', payment)
  expect(paid).toMatchObject({ Договор_Key: contract, ВидОперации: 'Поступление', Posted: true })
  expect(numberIn(paid, 'Сумма')).toBeGreaterThan(0)
  const price = numberIn(record('Document_ДоговорПродажи', contract), 'СуммаДоговора')
  expect(balanceOf(contract)).toBeLessThan(price)
})

test('an overdue instalment is one day late, and the schedule still adds up', async () => {
  const { contract, overdue } = await play('overdue-deal')
  const deal = record('Document_ДоговорПродажи', contract)
  const lines = rowsIn(deal, 'ГрафикПлатежей')
  expect(lines.some((line) => line.ДатаПлатежа === '2026-11-23T00:00:00')).toBe(true)
  expect(overdue).toBeGreaterThan(0)
  expect(lines.reduce((sum, line) => sum + Number(line.Сумма), 0)).toBeCloseTo(numberIn(deal, 'СуммаДоговора'), 2)
})

test('a renamed client has the new surname in every field', async () => {
  const { client } = await play('rename-client')
  const renamed = record('Catalog_Контрагенты', client)
  expect(textIn(renamed, 'Description').split(' ')[0]).toBe(textIn(renamed, 'Фамилия'))
})

test('every change of a scene is told to the node of the hub', async () => {
  const { unit } = await play('book-unit')
  const node = twin.infobase.find('ExchangePlan_ОбменСХабом', ({ Code }) => Code === 'HUB')
  const point = `${twin.address}/realtor/odata/standard.odata/ExchangePlan_ОбменСХабом(guid'${node?.Ref_Key}')`
  const query = `DataExchangePoint='${encodeURIComponent(point)}'&MessageNo=1`
  const { text, status } = await request(twin.address)
    .post(`/realtor/odata/standard.odata/SelectChanges?${query}`)
    .auth('exchange', 'exchange')
    .buffer()
  expect(status).toBe(200)
  expect(text).toContain(unit)
})

test('a scene that the world has nothing for says so and changes nothing', async () => {
  const booked = () => twin.infobase.list('Catalog_Квартиры').filter(({ Статус }) => Статус === 'Забронирована')
  for (const { Ref_Key } of booked()) twin.infobase.write('Catalog_Квартиры', { Ref_Key, Статус: 'Свободна' })
  const { status, body } = await request(twin.address).post('/control/scenes/free-unit')
  expect(status).toBe(409)
  expect(body.error).toBe('В базе нет квартиры в состоянии: Забронирована')
})
