import { afterAll, expect, test } from 'vitest'
import type { Demo } from '../../../../src/twin/demo/demo.ts'
import { demos } from '../../../../src/twin/demo/demos.ts'
import { type Infobase, openInfobase } from '../../../../src/twin/infobase/infobase.ts'
import { EMPTY_GUID, numberIn, type StoredRecord, textIn } from '../../../../src/twin/infobase/record.ts'

const now = new Date('2026-11-24T09:30:00Z')

function open(demo: Demo, seed = 1): Infobase {
  return openInfobase({
    name: 'realtor',
    configuration: demo.configuration,
    users: demo.users,
    file: null,
    seed: demo.seed(seed, now, 'http://127.0.0.1/plans'),
    now: () => now,
    timezone: 'Europe/Moscow',
  })
}

const realtor = open(demos.realtor)
const partners = open(demos.partners)
afterAll(() => {
  realtor.close()
  partners.close()
})

const keys = (records: readonly StoredRecord[]) => records.map((record) => textIn(record, 'Ref_Key')).sort()
const items = (base: Infobase, set: string) => base.list(set).filter((record) => record.IsFolder !== true)

test.each([
  ['Catalog_ЖилыеКомплексы', 'Catalog_Проекты'],
  ['Catalog_Дома', 'Catalog_ОбъектыСтроительства'],
  ['Catalog_Квартиры', 'Catalog_ОбъектыНедвижимости'],
  ['Catalog_Пользователи', 'Catalog_Сотрудники'],
  ['Catalog_РекламныеПлощадки', 'Catalog_КаналыПродвижения'],
  ['Catalog_РекламныеКампании', 'Catalog_РекламныеАкции'],
  ['Document_ПоступлениеОплаты', 'Document_ПоступлениеБезналичныхДенежныхСредств'],
  ['Document_Бронирование', 'Document_РезервОбъекта'],
  ['Document_ТелефонныйЗвонок', 'Document_ТелефонныйРазговор'],
  ['Document_Опрос', 'Document_АнкетаКлиента'],
])('it is the business of the first configuration under other names: %s is %s', (first, second) => {
  expect(keys(items(partners, second))).toEqual(keys(items(realtor, first)))
})

test('banks are partners without being clients, contracts about services stand among those about flats', () => {
  const clients = items(partners, 'Catalog_Партнеры').filter((partner) => partner.ЭтоКлиент === true)
  expect(keys(clients)).toEqual(keys(items(realtor, 'Catalog_Контрагенты')))
  expect(items(partners, 'Catalog_Партнеры').length).toBe(clients.length + 2)
  const flats = partners
    .list('Document_ДоговорСКлиентом')
    .filter((contract) => contract.Предмет_Type === 'StandardODATA.Catalog_ОбъектыНедвижимости')
  expect(keys(flats)).toEqual(keys(realtor.list('Document_ДоговорПродажи')))
  expect(partners.list('Document_ДоговорСКлиентом').length).toBe(flats.length + 3)
})

test('no object of the business bears the name it has in the first configuration', () => {
  const names = new Set(demos.realtor.configuration.objects.map(({ name }) => name))
  expect(demos.partners.configuration.objects.filter(({ name }) => names.has(name))).toEqual([])
})

test('every reference leads somewhere', () => {
  const dangling: string[] = []
  for (const set of partners.schema.sets.values()) {
    for (const record of partners.list(set.name)) {
      for (const { property, to } of set.navigation) {
        const guid = textIn(record, property)
        if (guid && guid !== EMPTY_GUID && !partners.get(to, guid)) dangling.push(`${set.name}.${property}`)
      }
    }
  }
  expect(dangling).toEqual([])
})

test('buyers owe as much as in the first configuration, services aside', () => {
  const owed = (base: Infobase, register: string, resource: string, contracts: ReadonlySet<string>) =>
    base
      .list(register)
      .flatMap((set) => (Array.isArray(set.RecordSet) ? (set.RecordSet as StoredRecord[]) : []))
      .filter((row) => contracts.has(textIn(row, 'Договор_Key')))
      .reduce(
        (sum, row) => sum + Math.round(numberIn(row, resource) * 100) * (row.RecordType === 'Receipt' ? 1 : -1),
        0,
      )
  const contracts = new Set(keys(realtor.list('Document_ДоговорПродажи')))
  const debt = owed(realtor, 'AccumulationRegister_РасчетыСПокупателями', 'Сумма', contracts)
  expect(debt).toBeGreaterThan(0)
  expect(owed(partners, 'AccumulationRegister_РасчетыСКлиентами', 'Долг', contracts)).toBe(debt)
})

test('the contact centre knows the same campaigns and phones', () => {
  const campaigns = ({ directory }: Demo, base: Infobase) => directory.campaigns(base)
  expect(campaigns(demos.partners, partners)).toEqual(campaigns(demos.realtor, realtor))
  const phones = ({ directory }: Demo, base: Infobase) =>
    directory
      .phones(base)
      .flat()
      .map((phone) => phone.replace(/\D/g, '').slice(-10))
      .sort()
  expect(phones(demos.partners, partners)).toEqual(phones(demos.realtor, realtor))
})
