import {
  anyOf,
  type Configuration,
  date,
  enumOf,
  flag,
  number,
  ref,
  text,
} from '../../../src/twin/infobase/configuration.ts'
import type { Infobase } from '../../../src/twin/infobase/infobase.ts'
import { numberIn, textIn } from '../../../src/twin/infobase/record.ts'
import { guid } from './published.ts'

/** A small configuration with one of everything: owner, folders, sections, composite field, registers, exchange plan. */
export const shop: Configuration = {
  name: 'Магазин',
  enums: { ВидыТоваров: ['Товар', 'Услуга'] },
  objects: [
    {
      kind: 'Catalog',
      name: 'Номенклатура',
      synonym: 'Номенклатура',
      codeLength: 5,
      descriptionLength: 20,
      folders: true,
      attributes: {
        Вид: enumOf('ВидыТоваров'),
        Артикул: text(10),
        Вес: number(4),
        Остаток: number(15),
        Цена: number(15, 2),
        Весовой: flag,
        ДатаВвода: date,
        ОсновнаяЕдиница: ref('Catalog_Единицы'),
      },
      sections: { Свойства: { Имя: text(20), Значение: number(10, 3) } },
    },
    {
      kind: 'Catalog',
      name: 'Единицы',
      synonym: 'Единицы измерения',
      codeLength: 9,
      descriptionLength: 50,
      owners: ['Catalog_Номенклатура'],
      attributes: { Коэффициент: number(10) },
    },
    {
      kind: 'Document',
      name: 'Продажа',
      synonym: 'Продажа',
      numberLength: 6,
      attributes: {
        Товар: ref('Catalog_Номенклатура'),
        Сумма: number(15, 2),
        Основание: anyOf('Document_Продажа', 'Catalog_Единицы'),
      },
      posting: (sale) => [
        {
          register: 'AccumulationRegister_Выручка',
          rows: [{ RecordType: 'Receipt', Товар_Key: textIn(sale, 'Товар_Key'), Сумма: numberIn(sale, 'Сумма') }],
        },
      ],
    },
    {
      kind: 'Document',
      name: 'Возврат',
      synonym: 'Возврат',
      numberLength: 6,
      attributes: { Товар: ref('Catalog_Номенклатура'), Сумма: number(15, 2) },
      posting: (sale) => [
        {
          register: 'AccumulationRegister_Выручка',
          rows: [{ RecordType: 'Expense', Товар_Key: textIn(sale, 'Товар_Key'), Сумма: numberIn(sale, 'Сумма') }],
        },
      ],
    },
    { kind: 'Document', name: 'Заметка', synonym: 'Заметка', numberLength: 6, attributes: { Текст: text() } },
    {
      kind: 'InformationRegister',
      name: 'Цены',
      synonym: 'Цены',
      periodicity: 'day',
      dimensions: { Товар: ref('Catalog_Номенклатура'), Вид: text(10) },
      resources: { Цена: number(15, 2) },
    },
    {
      kind: 'AccumulationRegister',
      name: 'Выручка',
      synonym: 'Выручка',
      recorders: ['Document_Продажа', 'Document_Возврат'],
      dimensions: { Товар: ref('Catalog_Номенклатура') },
      resources: { Сумма: number(15, 2) },
    },
    {
      kind: 'ExchangePlan',
      name: 'Обмен',
      synonym: 'Обмен',
      codeLength: 5,
      descriptionLength: 50,
      content: ['Catalog_Номенклатура', 'Document_Продажа', 'InformationRegister_Цены', 'AccumulationRegister_Выручка'],
    },
  ],
}

export const goods = 'Catalog_Номенклатура'
export const unitsOfMeasure = 'Catalog_Единицы'
export const sales = 'Document_Продажа'
export const returns = 'Document_Возврат'
export const notes = 'Document_Заметка'
export const prices = 'InformationRegister_Цены'
export const revenue = 'AccumulationRegister_Выручка'
export const plan = 'ExchangePlan_Обмен'

export const tea = guid(1)
export const coffee = guid(2)
export const folder = guid(3)
export const box = guid(11)
export const kilo = guid(12)

/** Two goods in a folder, their units, and two nodes of the plan: this one and `HUB`. */
export function seedShop(base: Infobase): void {
  base.write(goods, { Ref_Key: folder, Description: 'Бакалея', IsFolder: true })
  base.write(unitsOfMeasure, { Ref_Key: box, Owner_Key: tea, Description: 'ящик', Коэффициент: 12 })
  base.write(unitsOfMeasure, { Ref_Key: kilo, Owner_Key: coffee, Description: 'кг', Коэффициент: 1 })
  base.write(goods, {
    Ref_Key: tea,
    Parent_Key: folder,
    Description: 'Чай',
    Вид: 'Товар',
    Артикул: 'T-1',
    Вес: 100,
    Цена: 250.5,
    ДатаВвода: '2026-01-31T10:00:00',
    ОсновнаяЕдиница_Key: box,
    Свойства: [
      { LineNumber: 1, Имя: 'Сорт', Значение: 1 },
      { LineNumber: 2, Имя: 'Крепость', Значение: 2.5 },
    ],
  })
  base.write(goods, {
    Ref_Key: coffee,
    Parent_Key: folder,
    Description: 'Кофе',
    Вид: 'Товар',
    Артикул: 'C-1',
    Вес: 250,
    Цена: 900,
    Весовой: true,
    ДатаВвода: '2026-02-28T00:00:00',
    ОсновнаяЕдиница_Key: kilo,
  })
  base.write(plan, { Ref_Key: guid(90), Code: 'MAIN', Description: 'Эта база' })
  base.keep(plan, guid(90), { ...base.write(plan, { Ref_Key: guid(90) }), ThisNode: true })
  base.write(plan, { Ref_Key: guid(91), Code: 'HUB', Description: 'Хаб' })
}

export const hubNode = guid(91)
