import { afterAll, expect, test } from 'vitest'
import { realtorConfiguration, realtorUsers, seedRealtor } from '../../../../src/twin/demo/realtor/realtor.ts'
import { type Infobase, openInfobase } from '../../../../src/twin/infobase/infobase.ts'
import {
  EMPTY_DATE,
  EMPTY_GUID,
  numberIn,
  rowsIn,
  type StoredRecord,
  textIn,
} from '../../../../src/twin/infobase/record.ts'
import { tableFunctionOf } from '../../../../src/twin/infobase/virtual-tables/functions.ts'
import { tableArguments } from '../../../../src/twin/infobase/virtual-tables/table-arguments.ts'

const now = new Date('2026-11-24T09:30:00Z')
const today = '2026-11-24T00:00:00'

function open(seed: number, file: string | null = null): Infobase {
  return openInfobase({
    name: 'realtor',
    configuration: realtorConfiguration,
    users: realtorUsers,
    file,
    seed: seedRealtor(seed, now, 'http://127.0.0.1/plans'),
    now: () => now,
    timezone: 'Europe/Moscow',
  })
}

const base = open(1)
afterAll(() => base.close())

const units = base.list('Catalog_Квартиры')
const clients = base.list('Catalog_Контрагенты').filter((client) => client.IsFolder !== true)
const deals = base.list('Document_ДоговорПродажи')
const payments = base.list('Document_ПоступлениеОплаты')
const bookings = base.list('Document_Бронирование')
const houses = base.list('Catalog_Дома')
const campaigns = base.list('Catalog_РекламныеКампании')
const standing = deals.filter((deal) => deal.Posted === true && deal.Расторгнут !== true)

const kopecks = (record: StoredRecord, property = 'Сумма') => Math.round(numberIn(record, property) * 100)
const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0)
const keys = (records: readonly StoredRecord[], property = 'Ref_Key') =>
  records.map((record) => textIn(record, property))

test('the base is as large as promised', () => {
  expect(base.list('Catalog_ЖилыеКомплексы')).toHaveLength(3)
  expect(houses).toHaveLength(7)
  expect(units.length).toBeGreaterThanOrEqual(1200)
  expect(clients.length).toBeGreaterThanOrEqual(5000)
  expect(base.list('Catalog_Пользователи')).toHaveLength(12)
  expect(base.list('Catalog_РекламныеПлощадки').length).toBeGreaterThanOrEqual(10)
  expect(campaigns).toHaveLength(25)
  expect(base.list('Document_ТелефонныйЗвонок').length).toBeGreaterThanOrEqual(200)
  expect(base.list('Document_Опрос').length).toBeGreaterThan(20)
})

test('the same seed and day give the same base, another seed another one', () => {
  const contents = (infobase: Infobase) => [...infobase.schema.sets.keys()].map((set) => infobase.list(set))
  const [again, other] = [open(1), open(2)]
  expect(contents(again)).toEqual(contents(base))
  expect(contents(other)).not.toEqual(contents(base))
  for (const opened of [again, other]) opened.close()
})

test('every reference leads somewhere', () => {
  const dangling: string[] = []
  for (const set of base.schema.sets.values()) {
    for (const record of base.list(set.name)) {
      for (const { property, to } of set.navigation) {
        const guid = textIn(record, property)
        if (guid && guid !== EMPTY_GUID && !base.get(to, guid)) dangling.push(`${set.name}.${property}`)
      }
    }
  }
  expect(dangling).toEqual([])
})

test('units of all kinds and states, in houses of different heights', () => {
  expect(new Set(keys(units, 'ВидПомещения'))).toEqual(
    new Set(['Квартира', 'Студия', 'Коммерческое', 'Машиноместо', 'Кладовая']),
  )
  expect(new Set(keys(units, 'Статус'))).toEqual(
    new Set(['Свободна', 'Забронирована', 'Продана', 'НеВПродаже', 'ВЗалоге']),
  )
  for (const house of houses) {
    const own = units.filter((unit) => unit.Owner_Key === house.Ref_Key)
    const places = own
      .filter((unit) => numberIn(unit, 'НомерНаЭтаже') > 0)
      .map((unit) => [unit.Секция, unit.Этаж, unit.НомерНаЭтаже].join('/'))
    expect(new Set(places).size, 'one unit a place').toBe(places.length)
    expect(new Set(own.map((unit) => `${unit.ВидПомещения} ${unit.Номер}`)).size, 'numbers do not repeat').toBe(
      own.length,
    )
    expect(Math.max(...own.map((unit) => numberIn(unit, 'Этаж')))).toBe(numberIn(house, 'КоличествоЭтажей'))
  }
})

test('a free unit has a price, an area and a plan; a storage room is never free', () => {
  for (const unit of units) {
    expect(textIn(unit, 'ПланировкаСсылка')).toMatch(/^http:\/\/127\.0\.0\.1\/plans\/[a-z0-9-]+\.svg$/)
    expect(numberIn(unit, 'ПлощадьОбщая')).toBeGreaterThan(0)
    if (unit.Статус === 'Свободна') expect(numberIn(unit, 'Цена')).toBeGreaterThan(0)
    if (unit.ВидПомещения === 'Кладовая') expect(['НеВПродаже', 'Продана']).toContain(unit.Статус)
    if (unit.ВидПомещения === 'Студия') expect(unit.КоличествоКомнат).toBe(0)
  }
})

test('the price on the card is the last one of the register', () => {
  const set = base.entitySet('InformationRegister_ЦеныКвартир')
  const sliceLast = tableFunctionOf(set, 'SliceLast')
  if (!sliceLast) throw new Error('No SliceLast.')
  const { rows } = sliceLast.run(base, set, tableArguments(sliceLast.parameters, null, new Map()))
  const last = new Map(rows.map((row) => [row.Квартира_Key, row.Цена]))
  for (const unit of units) expect(last.get(unit.Ref_Key ?? '')).toBe(unit.Цена)
})

test('a unit is sold exactly when a standing contract is on it, booked exactly when an active booking is', () => {
  const sold = units.filter((unit) => unit.Статус === 'Продана')
  expect(keys(standing, 'Квартира_Key').sort()).toEqual(keys(sold).sort())
  const booked = units.filter((unit) => unit.Статус === 'Забронирована')
  const active = bookings.filter((booking) => booking.Posted === true && booking.СостояниеБрони === 'Действует')
  expect(keys(active, 'Квартира_Key').sort()).toEqual(keys(booked).sort())
})

test('deals span two years up to today, with all kinds of payment and of contract', () => {
  const days = deals.map((deal) => textIn(deal, 'Date').slice(0, 10)).sort()
  expect(days[0] && days[0] < '2024-12-31').toBe(true)
  expect(days.at(-1) && days.at(-1) !== undefined && (days.at(-1) ?? '') < '2026-11-24').toBe(true)
  expect(new Set(keys(deals, 'ВидОплаты'))).toEqual(new Set(['ПолнаяОплата', 'Ипотека', 'Рассрочка']))
  expect(new Set(keys(deals, 'ВидДоговора'))).toEqual(new Set(['ДДУ', 'ДКП', 'Уступка']))
  expect(new Set(keys(deals, 'НомерДоговора')).size).toBe(deals.length)
})

test('schedules and shares sum to the whole, to the kopeck', () => {
  for (const deal of deals) {
    const lines = rowsIn(deal, 'ГрафикПлатежей')
    expect(sum(lines.map((line) => kopecks(line)))).toBe(kopecks(deal, 'СуммаДоговора'))
    const dates = lines.map((line) => String(line.ДатаПлатежа))
    expect(dates).toEqual([...dates].sort())
    if (deal.ДатаРегистрации === EMPTY_DATE) expect(new Set(dates)).toEqual(new Set([EMPTY_DATE]))
    expect(sum(rowsIn(deal, 'Покупатели').map((row) => Number(row.Доля)))).toBeCloseTo(1)
  }
})

/** Days past due as the domain defines them: payments cover the oldest lines first (domain §8). */
function daysPastDue(deal: StoredRecord): number {
  let paid = sum(
    payments
      .filter((payment) => payment.Договор_Key === deal.Ref_Key && payment.Posted === true)
      .map((payment) => kopecks(payment) * (payment.ВидОперации === 'Возврат' ? -1 : 1)),
  )
  for (const line of rowsIn(deal, 'ГрафикПлатежей')) {
    paid -= kopecks(line)
    const dueOn = String(line.ДатаПлатежа)
    if (paid < 0 && dueOn !== EMPTY_DATE && dueOn < today) {
      return Math.round((Date.parse(`${today}Z`) - Date.parse(`${dueOn}Z`)) / 864e5)
    }
  }
  return 0
}

test('25 to 40 deals are overdue, from one day to a hundred, in every ageing bucket', () => {
  const overdue = standing.map(daysPastDue).filter((days) => days > 0)
  expect(overdue.length).toBeGreaterThanOrEqual(25)
  expect(overdue.length).toBeLessThanOrEqual(40)
  expect(Math.min(...overdue)).toBe(1)
  expect(Math.max(...overdue)).toBeLessThanOrEqual(100)
  for (const [from, to] of [
    [1, 30],
    [31, 60],
    [61, 90],
    [91, 100],
  ] as const) {
    expect(
      overdue.some((days) => days >= from && days <= to),
      `${from}–${to}`,
    ).toBe(true)
  }
})

test('nobody pays in the future or before registration', () => {
  for (const payment of payments) {
    expect(textIn(payment, 'Date') < today).toBe(true)
    const deal = base.get('Document_ДоговорПродажи', textIn(payment, 'Договор_Key'))
    if (deal) expect(textIn(payment, 'Date') > textIn(deal, 'ДатаРегистрации')).toBe(true)
  }
})

test('settlements with buyers balance: price less payments, by contract', () => {
  const set = base.entitySet('AccumulationRegister_РасчетыСПокупателями')
  const balance = tableFunctionOf(set, 'Balance')
  if (!balance) throw new Error('No Balance.')
  const { rows } = balance.run(base, set, tableArguments(balance.parameters, "Dimensions='Договор'", new Map()))
  const expected = sum(standing.map((deal) => kopecks(deal, 'СуммаДоговора')))
  const paid = sum(payments.map((payment) => kopecks(payment) * (payment.ВидОперации === 'Возврат' ? -1 : 1)))
  expect(sum(rows.map((row) => kopecks(row, 'СуммаBalance')))).toBe(expected - paid)
})

test('clients have names that agree and one or two phones of the range nobody has', () => {
  const phones = new Map<string, number>()
  for (const client of clients) {
    const contacts = rowsIn(client, 'КонтактнаяИнформация').filter((row) => row.Тип === 'Телефон')
    expect([1, 2]).toContain(contacts.length)
    for (const row of contacts) {
      const digits = String(row.НомерТелефона)
      expect(digits).toMatch(/^7999(?!000)\d{7}$/)
      expect(String(row.Представление).replace(/\D/g, '').slice(-10)).toBe(digits.slice(1))
      phones.set(digits, (phones.get(digits) ?? 0) + 1)
    }
    if (client.ВидКонтрагента === 'ФизическоеЛицо') {
      const isFemale = textIn(client, 'Отчество').endsWith('на')
      expect(textIn(client, 'Фамилия')).toMatch(isFemale ? /[аяо]$|[кчьрл]$/ : /[вниойкчьрл]$/)
      expect(client.Description).toBe([client.Фамилия, client.Имя, client.Отчество].join(' '))
    }
  }
  expect([...phones.values()].filter((count) => count > 1).length).toBeGreaterThan(10)
  expect(clients.filter((client) => client.ВидКонтрагента === 'ЮридическоеЛицо').length).toBeGreaterThan(10)
})

test('whoever signed a contract is a customer, nobody else is', () => {
  const buyers = new Set(deals.flatMap((deal) => rowsIn(deal, 'Покупатели').map((row) => row.Контрагент_Key)))
  for (const client of clients) {
    expect(client.СтадияКлиента === 'Действующий').toBe(buyers.has(textIn(client, 'Ref_Key')))
  }
})

test('campaigns are told apart by their numbers, and the brand campaign has the first', () => {
  const tracked = campaigns.filter((campaign) => campaign.ТелефонОтслеживания !== '')
  const numbers = keys(tracked, 'ТелефонОтслеживания')
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const number of numbers) expect(number).toMatch(/^\+749500001\d\d$/)
  const brand = campaigns.find((campaign) => campaign.Псевдоним === 'jk-sever-brand')
  expect(brand?.ТелефонОтслеживания).toBe('+74950000101')
  expect(base.get('Catalog_РекламныеПлощадки', textIn(brand ?? {}, 'Площадка_Key'))?.Псевдоним).toBe('yandex_direct')
})

test('staff have phones of their own range', () => {
  for (const user of base.list('Catalog_Пользователи')) expect(user.Телефон).toMatch(/^\+7999000\d{4}$/)
})

test('the hub has a node, and nothing is registered for it yet', () => {
  const nodes = base.list('ExchangePlan_ОбменСХабом')
  expect(nodes.map(({ Code, ThisNode }) => [Code, ThisNode])).toEqual([
    ['MAIN', true],
    ['HUB', false],
  ])
})
