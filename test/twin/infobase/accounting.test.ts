import { expect, test } from 'vitest'
import { metadataXml } from '../../../src/twin/infobase/render/metadata.ts'
import { readSavedMetadata } from '../../../src/twin/infobase/saved-metadata/read-saved-metadata.ts'
import { deriveSchema } from '../../../src/twin/infobase/schema.ts'
import { childNamed, childrenNamed, parseXml } from '../../../src/twin/infobase/xml-tree.ts'
import {
  anna,
  annasContract,
  books,
  boris,
  capital,
  company,
  contracts,
  goods,
  ledger,
  operations,
  partners,
  seedBooks,
  settlements,
} from './books.ts'
import { errorOf, guid, publish } from './published.ts'

const published = () => publish({ configuration: books, seed: seedBooks })
const json = { $format: 'json' }
const march = "StartPeriod=datetime'2026-02-01T00:00:00',EndPeriod=datetime'2026-03-31T23:59:59'"
const account = (key: string) => `AccountCondition='Account_Key eq guid'${key}''`

const schema = () => {
  const services = childNamed(parseXml(metadataXml(deriveSchema(books))), 'DataServices')
  const found = services && childNamed(services, 'Schema')
  if (!found) throw new Error('no schema')
  return found
}

const columns = (name: string) =>
  childrenNamed(schema(), 'ComplexType')
    .filter(({ attributes }) => attributes.Name === `${ledger}${name}`)
    .flatMap((type) => childrenNamed(type, 'Property').map(({ attributes }) => attributes.Name))

const periods = ['Period', 'SecondPeriod', 'MinutePeriod', 'HourPeriod', 'DayPeriod', 'WeekPeriod', 'TenDaysPeriod']
const breakdown = [...periods, 'MonthPeriod', 'QuarterPeriod', 'HalfYearPeriod', 'YearPeriod', 'Recorder_Key']
const own = ['Account_Key', 'ExtDimension1', 'ExtDimension2', 'Организация_Key', 'Валюта']
const ofBalance = (resource: string, word = '') =>
  ['Balance', 'BalanceDr', 'BalanceCr', 'SplittedBalanceDr', 'SplittedBalanceCr'].map(
    (suffix) => `${resource}${word}${suffix}`,
  )
const ofTurnover = (resource: string, word = '') =>
  ['Turnover', 'TurnoverDr', 'TurnoverCr'].map((suffix) => `${resource}${word}${suffix}`)
const types = ['ExtDimension1_Type', 'ExtDimension2_Type']
const pairTypes = ['ExtDimensionDr1_Type', 'ExtDimensionDr2_Type', 'ExtDimensionCr1_Type', 'ExtDimensionCr2_Type']

test.each([
  ['_Balance', [...own, ...ofBalance('Сумма'), ...ofBalance('Количество'), ...types]],
  [
    '_Turnover',
    [
      ...breakdown,
      'LineNumber',
      ...own,
      'BalancedAccount_Key',
      'BalancedExtDimension1',
      'BalancedExtDimension2',
      'ВалютаBalanced',
      ...ofTurnover('Сумма'),
      ...ofTurnover('Количество'),
      ...ofTurnover('Количество', 'Balanced'),
      ...types,
      'BalancedExtDimension1_Type',
      'BalancedExtDimension2_Type',
    ],
  ],
  [
    '_BalanceAndTurnover',
    [
      ...breakdown,
      'LineNumber',
      ...own,
      ...['Сумма', 'Количество'].flatMap((resource) => [
        ...ofBalance(resource, 'Opening'),
        ...ofTurnover(resource),
        ...ofBalance(resource, 'Closing'),
      ]),
      ...types,
    ],
  ],
  [
    '_ExtDimensions',
    ['Period', 'Recorder_Key', 'PointInTime', 'LineNumber', 'RecordType', 'Type_Key', 'Value', 'Value_Type'],
  ],
  [
    '_RecordsWithExtDimensions',
    [
      'Period',
      'Recorder_Key',
      'LineNumber',
      'Active',
      ...['Dr', 'Cr'].flatMap((side) => [
        `Account${side}_Key`,
        `ExtDimension${side}1`,
        `ExtDimensionType${side}1_Key`,
        `ExtDimension${side}2`,
        `ExtDimensionType${side}2_Key`,
      ]),
      'Организация_Key',
      'ВалютаDr',
      'ВалютаCr',
      'Сумма',
      'КоличествоDr',
      'КоличествоCr',
      'Содержание',
      'PointInTime',
      ...pairTypes,
    ],
  ],
  [
    '_DrCrTurnover',
    [
      ...breakdown,
      'LineNumber',
      'AccountDr_Key',
      'ExtDimensionDr1',
      'ExtDimensionDr2',
      'AccountCr_Key',
      'ExtDimensionCr1',
      'ExtDimensionCr2',
      'Организация_Key',
      'ВалютаDr',
      'ВалютаCr',
      'СуммаTurnover',
      'КоличествоTurnoverDr',
      'КоличествоTurnoverCr',
      ...pairTypes,
    ],
  ],
])('$metadata declares the columns of %s as a recorded one does', (name, expected) => {
  expect(columns(name)).toEqual(expected)
})

test('a loaded $metadata gives the same register, columns, functions and all', async () => {
  const saved = metadataXml(deriveSchema(books))
  const copy = readSavedMetadata(saved, 'Копия')
  const { ask, rows, base } = await publish({ configuration: copy.configuration, schema: copy, seed: () => {} })
  expect(base.configuration.objects.find(({ kind }) => kind === 'AccountingRegister')).toMatchObject({
    accounts: 'ChartOfAccounts_Хозрасчетный',
    extDimensions: { count: 2 },
    dimensions: { Организация: { kind: 'reference' }, Валюта: { kind: 'string' } },
    sided: ['Валюта', 'Количество'],
  })
  base.write(operations, { Ref_Key: guid(1) })
  const RecordSet = [{ LineNumber: 1, Active: true, AccountDr_Key: goods, AccountCr_Key: capital, Сумма: 5.5 }]
  expect((await ask(`/${ledger}(guid'${guid(1)}')`, json, { method: 'PATCH', body: { RecordSet } })).status).toBe(200)
  expect(await rows(`${ledger}_RecordType`)).toMatchObject([
    { AccountDr_Key: goods, КоличествоDr: null, ВалютаCr: null },
  ])
  expect(await rows(`${ledger}/Balance`)).toMatchObject([
    { Account_Key: goods, СуммаBalance: 5.5 },
    { Account_Key: capital, СуммаBalance: -5.5 },
  ])
})

test('what an account does not keep is null in its rows, and ext dimensions are not in them at all', async () => {
  const { rows } = await published()
  const [row] = await rows(`${ledger}_RecordType`, { $filter: "AccountDr/Code eq '41' and Сумма eq 1000" })
  expect(row).toMatchObject({
    AccountCr_Key: capital,
    Сумма: 1000,
    КоличествоDr: 10,
    КоличествоCr: null,
    ВалютаDr: null,
  })
  expect(Object.keys(row ?? {}).filter((name) => name.startsWith('ExtDimension'))).toEqual([])
})

test('a balance stands on the side its account has it on', async () => {
  const { rows } = await published()
  const found = await rows(`${ledger}/Balance(Period=datetime'2026-03-01T00:00:00')`)
  expect(found).toMatchObject([
    { Account_Key: goods, СуммаBalance: 499.9, СуммаBalanceDr: 499.9, СуммаBalanceCr: 0, КоличествоBalance: 5 },
    { Account_Key: capital, СуммаBalance: -1000, СуммаBalanceDr: 0, СуммаBalanceCr: 1000 },
    { Account_Key: settlements, ExtDimension1: anna, ExtDimension2: annasContract, СуммаBalanceDr: 300.1 },
    { Account_Key: settlements, ExtDimension1: boris, ExtDimension2: null, СуммаBalanceDr: 200 },
  ])
  const [annas] = await rows(`${ledger}/Balance(${account(settlements)})`)
  expect(annas).toMatchObject({ СуммаBalance: -199.9, СуммаBalanceDr: 0, СуммаBalanceCr: 199.9 })
})

test("the guide's own request is answered: by account, by kind of ext dimension, by its value", async () => {
  const { rows } = await published()
  const condition = `Condition='ExtDimension1 eq cast(guid'${annasContract}', 'Catalog_Договоры')'`
  const found = await rows(`${ledger}/Balance(${account(settlements)},${condition},ExtraDimensions='${contracts}')`)
  // Asked for by its kind, the contract is the first ext dimension and the partner is none.
  expect(found).toMatchObject([
    { ExtDimension1: annasContract, ExtDimension1_Type: 'StandardODATA.Catalog_Договоры', ExtDimension2: null },
  ])
  const byPartner = await rows(`${ledger}/Balance(ExtraDimensions='${partners}')`)
  expect(byPartner.map((row) => [row.Account_Key, row.ExtDimension1])).toEqual([
    [settlements, anna],
    [settlements, boris],
  ])
})

test('Dimensions leaves out dimensions of the register, never accounts', async () => {
  const { rows, ask } = await published()
  const [row] = await rows(`${ledger}/Balance(Dimensions='Организация')`)
  expect(row).toMatchObject({ Account_Key: goods, Организация_Key: company })
  expect(row).not.toHaveProperty('Валюта')
  expect(errorOf(await ask(`/${ledger}/Balance(Dimensions='Нет')`, json))).toMatchObject({ status: 400, code: '6' })
})

test('turnovers show the account on the other side and what it recorded', async () => {
  const { rows } = await published()
  const other = `BalancedAccountCondition='BalancedAccount/Code eq '62''`
  expect(await rows(`${ledger}/Turnovers(${march},${account(goods)},${other})`)).toMatchObject([
    {
      Account_Key: goods,
      BalancedAccount_Key: settlements,
      BalancedExtDimension1: anna,
      СуммаTurnover: 199.9,
      СуммаTurnoverDr: 500,
      СуммаTurnoverCr: 300.1,
      КоличествоTurnoverCr: 3,
      КоличествоBalancedTurnoverCr: 0,
    },
    { BalancedExtDimension1: boris, СуммаTurnover: -200, СуммаTurnoverDr: 0, СуммаTurnoverCr: 200 },
  ])
  const byPartner = `${march},${account(goods)},BalancedExtraDimensions='${partners}'`
  expect(await rows(`${ledger}/Turnovers(${byPartner})`)).toHaveLength(2)
})

test('balances and turnovers of an interval add up', async () => {
  const { rows } = await published()
  const [row] = await rows(`${ledger}/BalanceAndTurnovers(${march})`, { $filter: `Account_Key eq guid'${goods}'` })
  expect(row).toMatchObject({
    СуммаOpeningBalanceDr: 1000,
    СуммаTurnoverDr: 500,
    СуммаTurnoverCr: 500.1,
    СуммаTurnover: -0.1,
    СуммаClosingBalance: 999.9,
    СуммаClosingBalanceDr: 999.9,
    СуммаClosingSplittedBalanceDr: 999.9,
  })
})

test('turnovers between accounts are one row for each pair', async () => {
  const { rows } = await published()
  const found = await rows(`${ledger}/DrCrTurnovers(${march},AccountCondition='AccountDr_Key eq guid'${settlements}'')`)
  expect(found).toMatchObject([
    {
      AccountCr_Key: goods,
      ExtDimensionDr1: anna,
      СуммаTurnover: 300.1,
      КоличествоTurnoverDr: 0,
      КоличествоTurnoverCr: 3,
    },
    { AccountCr_Key: goods, ExtDimensionDr1: boris, СуммаTurnover: 200, КоличествоTurnoverCr: 2 },
  ])
})

test('ext dimensions are rows of their own, and columns of the records', async () => {
  const { rows } = await published()
  const values = await rows(`${ledger}/ExtDimensions()`, { $filter: "RecordType eq 'Credit'" })
  expect(values).toMatchObject([
    { LineNumber: '1', Type_Key: partners, Value: anna, Value_Type: 'StandardODATA.Catalog_Контрагенты' },
    { LineNumber: '1', Type_Key: contracts, Value: annasContract },
  ])
  const given = `${march},Condition='AccountDr_Key eq guid'${settlements}'',Order='Сумма'`
  const records = await rows(`${ledger}/RecordsWithExtDimensions(${given})`)
  expect(records).toMatchObject([
    { ExtDimensionDr1: boris, ExtDimensionTypeDr1_Key: partners, ExtDimensionTypeDr2_Key: contracts, Сумма: 200 },
    { ExtDimensionDr1: anna, ExtDimensionTypeCr1_Key: null, Сумма: 300.1 },
  ])
  expect(await rows(`${ledger}/RecordsWithExtDimensions(${given},Top=1)`)).toHaveLength(1)
})

test('records with ext dimensions come in their own order, and cannot be skipped', async () => {
  const { rows, ask } = await published()
  const table = `${ledger}/RecordsWithExtDimensions`
  expect(await rows(table, { $orderby: 'Сумма', $skip: '0' })).toEqual(await rows(table))
  expect(errorOf(await ask(`/${table}`, { ...json, $skip: '1' }))).toMatchObject({ status: 400, code: '0' })
})
