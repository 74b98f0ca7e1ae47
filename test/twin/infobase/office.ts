import {
  anyOf,
  anyValue,
  type Configuration,
  date,
  fixedText,
  flag,
  number,
  ref,
  storage,
  text,
} from '../../../src/twin/infobase/configuration.ts'
import type { Infobase } from '../../../src/twin/infobase/infobase.ts'
import { textIn } from '../../../src/twin/infobase/record.ts'
import { guid } from './published.ts'

/** The kinds of objects a shop has none of: constants, files, a journal, a process, recorded and single-row registers. */
export const office: Configuration = {
  name: 'Контора',
  enums: {},
  objects: [
    {
      kind: 'Catalog',
      name: 'Партнеры',
      synonym: 'Партнеры',
      codeLength: 5,
      descriptionLength: 30,
      attributes: { КПП: fixedText(9), Секрет: number(1), ДатаРождения: date, Куратор: ref('Catalog_Партнеры') },
      beforeWrite: (partner) => {
        if (textIn(partner, 'Description') === '') throw new Error('Наименование не заполнено')
        return { ...partner, Description: textIn(partner, 'Description').trim() }
      },
    },
    {
      kind: 'Catalog',
      name: 'Файлы',
      synonym: 'Файлы',
      codeLength: 0,
      descriptionLength: 50,
      attributes: { Данные: storage },
    },
    {
      kind: 'ChartOfCharacteristicTypes',
      name: 'Свойства',
      synonym: 'Свойства',
      codeLength: 5,
      descriptionLength: 50,
      attributes: {},
    },
    { kind: 'Constant', name: 'Валюта', synonym: 'Валюта', type: text(3), value: 'RUB' },
    { kind: 'Constant', name: 'Главный', synonym: 'Главный партнер', type: ref('Catalog_Партнеры') },
    {
      kind: 'Document',
      name: 'Письмо',
      synonym: 'Письмо',
      numberLength: 6,
      attributes: { Партнер: ref('Catalog_Партнеры'), Предмет: anyOf('Document_Письмо', 'Catalog_Файлы') },
      sections: {
        Реквизиты: { Свойство: ref('ChartOfCharacteristicTypes_Свойства'), Значение: anyValue('Catalog_Партнеры') },
      },
      posting: (letter) => [
        {
          register: 'InformationRegister_Отправления',
          rows: [{ Period: textIn(letter, 'Date'), Партнер_Key: textIn(letter, 'Партнер_Key'), Способ: 'почта' }],
        },
      ],
    },
    { kind: 'Document', name: 'Встреча', synonym: 'Встреча', numberLength: 6, attributes: { Тема: text(50) } },
    {
      kind: 'DocumentJournal',
      name: 'Общение',
      synonym: 'Общение',
      documents: ['Document_Письмо', 'Document_Встреча'],
      columns: { Партнер: ref('Catalog_Партнеры') },
    },
    {
      kind: 'InformationRegister',
      name: 'Отправления',
      synonym: 'Отправления',
      periodicity: 'second',
      recorders: ['Document_Письмо'],
      dimensions: { Партнер: ref('Catalog_Партнеры') },
      resources: { Способ: text(20) },
    },
    {
      kind: 'InformationRegister',
      name: 'Настройки',
      synonym: 'Настройки',
      periodicity: 'none',
      dimensions: {},
      resources: { Адрес: text(50) },
      noDataLoad: true,
    },
    {
      kind: 'BusinessProcess',
      name: 'Согласование',
      synonym: 'Согласование',
      numberLength: 6,
      task: 'Task_Задача',
      route: () => [{ Description: 'Проверить' }, { Description: 'Подписать' }],
      attributes: { Тема: text(50) },
    },
    {
      kind: 'Task',
      name: 'Задача',
      synonym: 'Задача',
      numberLength: 6,
      descriptionLength: 50,
      processes: ['BusinessProcess_Согласование'],
      attributes: { Срочная: flag },
    },
    {
      kind: 'ExchangePlan',
      name: 'Обмен',
      synonym: 'Обмен',
      codeLength: 5,
      descriptionLength: 50,
      content: ['Catalog_Партнеры', 'Catalog_Файлы', 'Document_Письмо'],
    },
  ],
}

export const partners = 'Catalog_Партнеры'
export const files = 'Catalog_Файлы'
export const letters = 'Document_Письмо'
export const meetings = 'Document_Встреча'
export const errands = 'BusinessProcess_Согласование'
export const tasks = 'Task_Задача'
export const officePlan = 'ExchangePlan_Обмен'

export const anna = guid(1)
export const boris = guid(2)
export const scan = guid(11)
export const letter = guid(21)
export const meeting = guid(22)
export const officeNode = guid(91)

export function seedOffice(base: Infobase): void {
  base.write(partners, { Ref_Key: anna, Description: 'Анна', КПП: '770' })
  base.write(partners, { Ref_Key: boris, Description: 'Борис', Секрет: 2, Куратор_Key: anna })
  base.write(files, {
    Ref_Key: scan,
    Description: 'Скан',
    Данные_Type: 'image/png',
    Данные_Base64Data: Buffer.from('picture').toString('base64'),
  })
  base.write(letters, {
    Ref_Key: letter,
    Date: '2026-05-05T10:00:00',
    Партнер_Key: boris,
    Предмет: scan,
    Предмет_Type: `StandardODATA.${files}`,
    Реквизиты: [
      { LineNumber: 1, Значение: 'срочно', Значение_Type: 'Edm.String' },
      { LineNumber: 2, Значение: anna, Значение_Type: `StandardODATA.${partners}` },
      { LineNumber: 3 },
    ],
  })
  base.write(meetings, { Ref_Key: meeting, Date: '2026-04-04T10:00:00', Тема: 'Знакомство' })
  base.write(officePlan, { Ref_Key: officeNode, Code: 'HUB' })
}
