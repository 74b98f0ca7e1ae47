import { anyOf, type Configuration, flag, number, ref, text } from '../../../src/twin/infobase/configuration.ts'
import type { Infobase } from '../../../src/twin/infobase/infobase.ts'
import { type Row, textIn } from '../../../src/twin/infobase/record.ts'
import { guid } from './published.ts'

const values = anyOf('Catalog_Контрагенты', 'Catalog_Договоры')

/** A base that keeps books: accounts with two ext dimensions, a register with correspondence. */
export const books: Configuration = {
  name: 'Бухгалтерия',
  enums: {},
  objects: [
    ...['Контрагенты', 'Договоры', 'Организации'].map((name) => ({
      kind: 'Catalog' as const,
      name,
      synonym: name,
      codeLength: 5,
      descriptionLength: 50,
      attributes: {},
    })),
    {
      kind: 'ChartOfCharacteristicTypes',
      name: 'ВидыСубконто',
      synonym: 'Виды субконто',
      codeLength: 5,
      descriptionLength: 50,
      attributes: {},
    },
    {
      kind: 'ChartOfAccounts',
      name: 'Хозрасчетный',
      synonym: 'План счетов',
      codeLength: 8,
      descriptionLength: 50,
      attributes: {},
      sections: {
        ExtDimensionTypes: { ExtDimensionType: ref('ChartOfCharacteristicTypes_ВидыСубконто'), Predefined: flag },
      },
    },
    {
      kind: 'Document',
      name: 'Операция',
      synonym: 'Операция',
      numberLength: 6,
      // What is to be posted, as JSON: the register itself does not show ext dimensions.
      attributes: { Проводки: text() },
      posting: (operation) => [
        { register: 'AccountingRegister_Хозрасчетный', rows: JSON.parse(textIn(operation, 'Проводки')) as Row[] },
      ],
    },
    {
      kind: 'AccountingRegister',
      name: 'Хозрасчетный',
      synonym: 'Хозрасчетный',
      recorders: ['Document_Операция'],
      accounts: 'ChartOfAccounts_Хозрасчетный',
      extDimensions: { kinds: 'ChartOfCharacteristicTypes_ВидыСубконто', values, count: 2 },
      dimensions: { Организация: ref('Catalog_Организации'), Валюта: text(3) },
      resources: { Сумма: number(15, 2), Количество: number(15, 3) },
      sided: ['Валюта', 'Количество'],
      attributes: { Содержание: text(100) },
    },
  ],
}

export const ledger = 'AccountingRegister_Хозрасчетный'
export const operations = 'Document_Операция'
const accounts = 'ChartOfAccounts_Хозрасчетный'
const kinds = 'ChartOfCharacteristicTypes_ВидыСубконто'

export const partners = guid(1)
export const contracts = guid(2)
/** Accounts: goods (active), settlements with buyers (either), capital (passive). */
export const goods = guid(41)
export const settlements = guid(62)
export const capital = guid(80)
export const anna = guid(101)
export const boris = guid(102)
export const annasContract = guid(111)
export const company = guid(121)

const partner = (key: string) => ({ key, type: 'StandardODATA.Catalog_Контрагенты' })
const contract = (key: string) => ({ key, type: 'StandardODATA.Catalog_Договоры' })

/** One side of an entry: the account and its ext dimensions. */
function side(name: 'Dr' | 'Cr', account: string, ...dimensions: { key: string; type: string }[]): Row {
  const slots = dimensions.flatMap(({ key, type }, index) => [
    [`ExtDimension${name}${index + 1}`, key],
    [`ExtDimension${name}${index + 1}_Type`, type],
  ])
  return { [`Account${name}_Key`]: account, ...Object.fromEntries(slots) }
}

/**
 * January: 1000 of capital in goods, 10 pieces. February: Anna buys for 300.10 (3 pieces), Boris for 200. March: Anna pays 500
 * into capital, more than she owes.
 */
export function seedBooks(base: Infobase): void {
  base.write('Catalog_Организации', { Ref_Key: company, Description: 'Застройщик' })
  base.write('Catalog_Контрагенты', { Ref_Key: anna, Description: 'Анна' })
  base.write('Catalog_Контрагенты', { Ref_Key: boris, Description: 'Борис' })
  base.write('Catalog_Договоры', { Ref_Key: annasContract, Description: 'Договор 1' })
  base.write(kinds, { Ref_Key: partners, Description: 'Контрагенты' })
  base.write(kinds, { Ref_Key: contracts, Description: 'Договоры' })
  base.write(accounts, { Ref_Key: goods, Code: '41', Type: 'Active' })
  base.write(accounts, { Ref_Key: capital, Code: '80', Type: 'Passive' })
  base.write(accounts, {
    Ref_Key: settlements,
    Code: '62',
    Type: 'ActivePassive',
    ExtDimensionTypes: [
      { LineNumber: 1, ExtDimensionType_Key: partners },
      { LineNumber: 2, ExtDimensionType_Key: contracts },
    ],
  })
  const operation = (number: number, day: string, rows: Row[]) => {
    const entries = rows.map((row) => ({ ...row, Организация_Key: company }))
    base.write(operations, { Ref_Key: guid(number), Date: `${day}T12:00:00`, Проводки: JSON.stringify(entries) })
    base.post(operations, guid(number))
  }
  operation(201, '2026-01-10', [{ ...side('Dr', goods), ...side('Cr', capital), Сумма: 1000, КоличествоDr: 10 }])
  operation(202, '2026-02-10', [
    {
      ...side('Dr', settlements, partner(anna), contract(annasContract)),
      ...side('Cr', goods),
      Сумма: 300.1,
      КоличествоCr: 3,
    },
    { ...side('Dr', settlements, partner(boris)), ...side('Cr', goods), Сумма: 200, КоличествоCr: 2 },
  ])
  operation(203, '2026-03-10', [
    { ...side('Dr', goods), ...side('Cr', settlements, partner(anna), contract(annasContract)), Сумма: 500 },
  ])
}
