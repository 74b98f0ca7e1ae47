import { describe, expect, test } from 'vitest'
import { referencesOf } from '../../src/mapping/field-kind.ts'
import { compileMappings, type Mapping } from '../../src/mapping/index.ts'
import { versionColumns, versionOf } from '../../src/mapping/map-page.ts'
import { entities } from '../../src/model/index.ts'
import type { RawRecord } from '../../src/model/raw.ts'

const ref = '5f0c0a52-0000-4000-8000-000000000001'
const other = '5f0c0a52-0000-4000-8000-000000000002'
const zero = '00000000-0000-0000-0000-000000000000'

/** A mapping of units, with these fields (and words of the file) beside those no unit can do without. */
function unitOf(fields: object, words: object = {}): Mapping {
  const needed = {
    ref: 'Ref_Key',
    buildingRef: { path: 'Ref_Key' },
    number: 'Номер',
    kind: { compute: "'apartment'" },
    status: { compute: "'free'" },
  }
  return mappingOf({ from: { set: 'Catalog_Квартиры' }, ...words, to: 'unit', fields: { ...needed, ...fields } })
}

function mappingOf(spec: object): Mapping {
  const mappings = compileMappings([{ name: 'x.yaml', text: JSON.stringify(spec) }], { timezone: 'Europe/Moscow' })
  const [mapping] = mappings.all
  if (!mapping) throw new Error(mappings.findings.map(({ text }) => text).join('\n'))
  return mapping
}

const read = (mapping: Mapping, record: RawRecord) => mapping.read({ Ref_Key: ref, ...record })

describe('a path through references', () => {
  const record: RawRecord = {
    Дом: { Description: 'Корпус 2', ЖК: { Description: 'Заречный', DataVersion: 'b' }, DataVersion: 'a' },
    Секция: '',
  }

  test('reads the attribute of the object it leads to and names what must be expanded', () => {
    const mapping = unitOf({
      section: 'Дом.ЖК.Description',
      planUrl: { path: 'Секция', orElse: ['Пусто', 'Дом.Description'] },
    })
    expect(mapping.expand).toEqual(['Дом/ЖК'])
    expect(read(mapping, record)).toMatchObject({ section: 'Заречный', planUrl: 'Корпус 2' })
    expect(read(mapping, { Дом: null, Секция: 'А' })).toMatchObject({ section: null, planUrl: 'А' })
  })

  test('leads out of the rows of a section, and into a section of another object', () => {
    const mapping = mappingOf({
      from: { set: 'Document_Договор' },
      to: 'deal',
      fields: {
        ref: 'Ref_Key',
        number: "Покупатели[Главный='true'].Клиент.Code",
        date: 'Date',
        clientRefs: 'Квартира.Жильцы[].Клиент_Key',
        paymentKind: { compute: "'full'" },
        contractType: { compute: "'ddu'" },
        price: 'Сумма',
        schedule: { rows: 'График', fields: { line: 'LineNumber', amount: { compute: 'Сумма * (1 - Скидка / 100)' } } },
      },
    })
    expect(mapping.expand).toEqual(['Квартира', 'Покупатели/Клиент'])
    expect(
      read(mapping, {
        Date: '2026-11-24T14:05:00',
        Сумма: 100,
        Покупатели: [
          { Главный: false, Клиент: { Code: '1' } },
          { Главный: true, Клиент: { Code: '2' } },
        ],
        Квартира: { Жильцы: [{ Клиент_Key: other }, { Клиент_Key: zero }] },
        График: [{ LineNumber: '1', Сумма: 100, Скидка: 12.5 }],
      }),
    ).toMatchObject({ number: '2', clientRefs: [other], schedule: [{ line: 1, dueOn: null, amount: 8750 }] })
  })

  test('in an expression counts as well', () => {
    const mapping = unitOf(
      { section: { compute: "Дом.ЖК.Description + ', ' + Дом.Description" } },
      { when: "Дом.Code != '0'" },
    )
    expect(mapping.expand).toEqual(['Дом/ЖК'])
    expect(read(mapping, record)).toMatchObject({ section: 'Заречный, Корпус 2' })
  })

  test('may end at the reference itself, to be presented as 1C would', () => {
    const mapping = unitOf({
      section: { path: 'Дом.ЖК_Key', as: 'presentation' },
      planUrl: { path: 'Договор_Key', as: 'presentation' },
    })
    expect(mapping.expand).toEqual(['Договор', 'Дом/ЖК'])
    const contract = { Number: '000000012 ', Date: '2026-02-01T10:00:00' }
    expect(read(mapping, { ...record, Договор: contract })).toMatchObject({
      section: 'Заречный',
      planUrl: '№ 000000012 от 01.02.2026',
    })
  })

  test('cannot be written', () => {
    expect(() => unitOf({ section: { path: 'Дом.Description', write: 'always' } })).toThrow()
    expect(() => unitOf({ section: { compute: 'Секция', write: 'always' } })).toThrow()
  })
})

describe('a value table', () => {
  const values = { Свободна: 'free', ВПродаже: 'free', Продана: 'sold' }
  const mapping = unitOf({
    status: { path: 'Статус', values, back: { free: 'ВПродаже' }, default: 'not_for_sale', write: 'always' },
  })

  test('goes back by the inverse that is said, and by the empty value for the default', () => {
    expect(read(mapping, { Статус: 'Свободна' })).toMatchObject({ status: 'free' })
    expect(read(mapping, { Статус: 'Иное' })).toMatchObject({ status: 'not_for_sale' })
    expect(mapping.write({ status: 'free' }).body).toEqual({ Статус: 'ВПродаже' })
    expect(mapping.write({ status: 'sold' }).body).toEqual({ Статус: 'Продана' })
    expect(mapping.write({ status: 'not_for_sale' }).body).toEqual({ Статус: '' })
  })

  test('does not guess what it does not know', () => {
    expect(() => mapping.write({ status: 'pledged' })).toThrow(/unit\.status: значению «pledged» нет соответствия/)
  })

  test('of a flag goes back as yes or no', () => {
    const mapping = unitOf({
      finishing: { path: 'СОтделкой', values: { true: 'finish', false: 'rough' }, default: null, write: 'always' },
    })
    expect(read(mapping, { СОтделкой: false })).toMatchObject({ finishing: 'rough' })
    const written = ['finish', 'rough', null].map((finishing) => mapping.write({ finishing }).body.СОтделкой)
    expect(written).toEqual([true, false, false])
  })
})

describe('a composite attribute', () => {
  const mapping = unitOf({
    planUrl: { path: 'Объект.Description', type: 'Catalog_Файлы' },
    buildingRef: { path: 'Владелец', type: 'Catalog_Дома', write: 'create' },
    section: { path: 'Значение', type: 'Edm.String', write: 'always' },
  })
  const file = { Объект: other, Объект_Type: 'StandardODATA.Catalog_Файлы', Объект_Expanded: { Description: 'План' } }
  const house = { Владелец: other, Владелец_Type: 'StandardODATA.Catalog_Дома' }

  test('is read only when it is of the type that was meant', () => {
    expect(mapping.expand).toEqual(['Объект/Catalog_Файлы'])
    expect(read(mapping, { ...file, ...house, Значение: 'А', Значение_Type: 'Edm.String' })).toMatchObject({
      planUrl: 'План',
      buildingRef: other,
      section: 'А',
    })
    const elsewhere = { ...file, Объект_Type: 'StandardODATA.Document_Письмо' }
    expect(read(mapping, { ...elsewhere, ...house, Значение: '5', Значение_Type: 'Edm.Double' })).toMatchObject({
      planUrl: null,
      section: null,
    })
    expect(() => read(mapping, { Владелец: other, Владелец_Type: 'StandardODATA.Catalog_ЖК' })).toThrow('не заполнено')
  })

  test('is written with its type, an empty one as undefined', () => {
    expect(mapping.write({ buildingRef: other, section: null })).toEqual({
      body: {
        Владелец: other,
        Владелец_Type: 'StandardODATA.Catalog_Дома',
        Значение: '',
        Значение_Type: 'StandardODATA.Undefined',
      },
      createOnly: ['Владелец', 'Владелец_Type'],
    })
  })
})

describe('an expression', () => {
  test('decides whether a record is ours, and whether a field is filled', () => {
    const mapping = unitOf(
      { price: { path: 'Цена', when: "ЦенаПоказана && ЦенаУтверждена >= '2026-01-01'" } },
      { when: "!IsFolder && Статус != 'Архив'" },
    )
    const record = { IsFolder: false, Статус: 'Свободна', Цена: 100, ЦенаПоказана: true, ЦенаУтверждена: '2026-05-05' }
    expect(read(mapping, record)).toMatchObject({ price: 10_000 })
    expect(read(mapping, { ...record, ЦенаПоказана: false })).toMatchObject({ price: null })
    expect(read(mapping, { ...record, Статус: 'Архив' })).toBeNull()
    expect(read(mapping, { ...record, IsFolder: true })).toBeNull()
  })

  test('makes a value that converters and tables take as if 1C had it', () => {
    const mapping = unitOf({
      price: { compute: 'Цена * 1.2', as: 'moneyOrEmpty' },
      areaTotal: { compute: 'Жилая + Кухня' },
      status: { compute: "Снята ? 'НеВПродаже' : Статус", values: { Свободна: 'free', НеВПродаже: 'not_for_sale' } },
    })
    expect(read(mapping, { Цена: 0.1, Жилая: 30.1, Кухня: 10.2, Снята: false, Статус: 'Свободна' })).toMatchObject({
      price: 12,
      areaTotal: 4030,
      status: 'free',
    })
    expect(read(mapping, { Цена: 0, Жилая: 0, Кухня: 0, Снята: true })).toMatchObject({
      price: null,
      status: 'not_for_sale',
    })
  })

  test('that fails is a failure of its field in its record', () => {
    const mapping = unitOf({ price: { compute: 'Цена / Площадь' } })
    expect(() => read(mapping, { Цена: 5, Площадь: 0 })).toThrow(
      'Catalog_Квартиры → unit.price (Цена / Площадь): деление на ноль или слишком большое число',
    )
    const byStatus = unitOf({}, { when: 'Этаж > 1' })
    expect(() => read(byStatus, { Этаж: 'первый' })).toThrow(/unit\.when: так действовать .* строка > число/)
  })

  test('cannot give what the model does not know', () => {
    const mapping = unitOf({ status: { compute: "'продана'" } })
    expect(() => read(mapping, {})).toThrow('сюда не подходит')
  })
})

describe('names in one attribute', () => {
  const client = (fields: object) =>
    mappingOf({
      from: { set: 'Catalog_Партнеры' },
      to: 'client',
      fields: { ref: 'Ref_Key', kind: { compute: "'person'" }, lifecycle: { compute: "'prospect'" }, ...fields },
    })

  test('are taken apart, and put into several on the way back', () => {
    const mapping = client({
      name: {
        path: 'Description',
        as: 'fullName',
        write: 'create',
        alsoWrite: { Фамилия: { as: 'lastName' }, Имя: { as: 'firstName' }, Отчество: { as: 'middleName' } },
      },
      lastName: { path: 'Description', as: 'lastName' },
      firstName: { path: 'Description', as: 'firstName' },
      middleName: { path: 'Description', as: 'middleName' },
    })
    expect(read(mapping, { Description: '  Мамедов   Рашид Али оглы ' })).toMatchObject({
      name: 'Мамедов Рашид Али оглы',
      lastName: 'Мамедов',
      firstName: 'Рашид',
      middleName: 'Али оглы',
    })
    expect(read(mapping, { Description: 'Клиент +7 999 000-11-22' })).toMatchObject({ lastName: null, firstName: null })
    expect(mapping.write({ name: ' Иванова  Анна ' })).toEqual({
      body: { Description: 'Иванова Анна', Фамилия: 'Иванова', Имя: 'Анна', Отчество: '' },
      createOnly: ['Description', 'Фамилия', 'Имя', 'Отчество'],
    })
  })

  test('have no way back one by one', () => {
    expect(() =>
      client({ name: 'Description', lastName: { path: 'Description', as: 'lastName', write: 'always' } }),
    ).toThrow()
  })

  test('a list is read from one attribute, and the first of it is written there', () => {
    const mapping = client({ name: 'Description', phones: { path: 'Телефон', write: 'always' } })
    expect(read(mapping, { Телефон: '8 999 000 11 22' })).toMatchObject({ phones: [{ e164: '+79990001122' }] })
    const phones = ['+79990001122', '+79990003344'].map((e164) => ({ e164, ext: null, raw: e164 }))
    expect(mapping.write({ phones }).body).toEqual({ Телефон: '79990001122' })
    expect(mapping.write({ phones: [] }).body).toEqual({ Телефон: '' })
  })
})

test('rows of registers are named among what is read along, and change the version of their object', () => {
  const register = { set: 'InformationRegister_Цены', by: 'Квартира_Key' }
  const from = { set: 'Catalog_Квартиры', registers: { Прайс: register } }
  const mapping = unitOf({ price: "Прайс[Вид='Базовая','Акция'].Цена", section: 'Дом.Description' }, { from })
  expect(mapping.expand).toEqual(['Дом', { name: 'Прайс', ...register }])
  const record = (price: number): RawRecord => ({
    Ref_Key: ref,
    DataVersion: 'a',
    Дом: { DataVersion: 'b', Description: 'Корпус 2' },
    Прайс: [
      { Вид: 'Скидка', Цена: 1 },
      { Вид: 'Акция', Цена: price },
    ],
  })
  expect(mapping.read(record(7))).toMatchObject({ price: 700, section: 'Корпус 2' })
  expect(mapping.read({ ...record(7), Прайс: [] })).toMatchObject({ price: null })
  const versions = [7, 7, 8].map((price) => versionOf(record(price), mapping.expand))
  expect(versions[1]).toBe(versions[0])
  expect(versions[2]).not.toBe(versions[0])
  expect(versionColumns(mapping.expand, () => true)).toEqual(['Ref_Key', 'DataVersion', 'Дом', 'Дом/DataVersion'])
})

test('a yes-or-no that 1C does not have is its default, and no without one', () => {
  const fields = { ref: 'Ref_Key', date: 'Date', amount: 'Сумма', kind: { compute: "'a'", values: { a: 'payment' } } }
  const posted = (field: object) =>
    mappingOf({ from: { set: 'Document_Оплата' }, to: 'payment', fields: { ...fields, ...field } }).read({
      Ref_Key: ref,
      Date: '2026-11-24T00:00:00',
      Сумма: 1,
      Проведён: false,
    })?.posted
  expect(posted({ posted: { default: true } })).toBe(true)
  expect(posted({ posted: { path: 'Нет', default: true } })).toBe(true)
  expect(posted({ posted: { path: 'Проведён', default: true } })).toBe(false)
  expect(posted({ posted: 'Нет' })).toBe(false)
  expect(posted({})).toBe(false)
})

test('words of an identifier are read as 1C itself would show them', () => {
  const mapping = unitOf({ section: { path: 'Статус', as: 'words' } })
  const shown = (Статус: string) => read(mapping, { Статус })?.section
  expect(['НеВПродаже', 'ДДУПоЭскроу', 'Бронь2', ''].map(shown)).toEqual([
    'Не в продаже',
    'ДДУ по эскроу',
    'Бронь2',
    null,
  ])
})

test('what a record must have is demanded, in its own words', () => {
  const mapping = unitOf({ section: { path: 'Секция', orElse: ['Подъезд', 'Корпус'], required: true } })
  expect(read(mapping, { Секция: '', Подъезд: zero, Корпус: 'Б' })).toMatchObject({ section: 'Б' })
  expect(() => read(mapping, { Секция: '' })).toThrow('unit.section (Секция): обязательное значение не заполнено в 1С')
})

test('the model says which entity each of its references leads to', () => {
  expect(referencesOf('deal')).toEqual({ unitRef: 'unit', clientRefs: 'client', managerRef: 'manager' })
  expect(referencesOf('campaign')).toEqual({ platformRef: 'adPlatform' })
  for (const name of Object.keys(entities) as (keyof typeof entities)[])
    for (const field of Object.keys(entities[name].shape))
      if (/.Refs?$/.test(field)) expect(referencesOf(name)).toHaveProperty(field)
})

test('a mapping carries its text and the mark of it', () => {
  const mapping = unitOf({})
  expect(mapping.text).toContain('Catalog_Квартиры')
  expect(mapping.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(mapping.expand).toEqual([])
})
