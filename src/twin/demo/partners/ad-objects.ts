import { anyOf, date, enumOf, flag, type MetadataObject, number, ref, text } from '../../infobase/configuration.ts'

const employee = ref('Catalog_Сотрудники')
const channel = ref('Catalog_КаналыПродвижения')

/** Where people come from, and what was said to them. */
export const adObjects: readonly MetadataObject[] = [
  {
    kind: 'Catalog',
    name: 'КаналыПродвижения',
    synonym: 'Каналы продвижения',
    codeLength: 5,
    descriptionLength: 100,
    attributes: { ТипКанала: enumOf('ТипыКаналов'), КодДляТелефонии: text(50) },
  },
  {
    kind: 'Catalog',
    name: 'РекламныеАкции',
    synonym: 'Рекламные акции',
    codeLength: 5,
    descriptionLength: 100,
    owners: ['Catalog_КаналыПродвижения'],
    attributes: { КодДляТелефонии: text(50), ПодменныйНомер: text(30), Начало: date, Окончание: date },
  },
  {
    kind: 'Document',
    name: 'ТелефонныйРазговор',
    synonym: 'Телефонный разговор',
    numberLength: 9,
    attributes: {
      Входящий: flag,
      Пропущен: flag,
      Абонент: anyOf('Catalog_Партнеры', 'Catalog_Сотрудники'),
      АбонентНомер: text(30),
      НомерЛинии: text(30),
      Канал: channel,
      Акция: ref('Catalog_РекламныеАкции'),
      ПоисковаяФраза: text(200),
      ФайлЗаписи: text(),
      ДлительностьСекунд: number(6),
      ПринялЗвонок: employee,
      Основание: anyOf('Document_АнкетаКлиента', 'Document_РезервОбъекта'),
      Содержание: text(),
      ИдентификаторВнешний: text(150),
    },
  },
  {
    kind: 'Document',
    name: 'АнкетаКлиента',
    synonym: 'Анкета клиента',
    numberLength: 9,
    attributes: { Партнер: ref('Catalog_Партнеры'), Канал: channel, Бюджет: number(15, 2), Заполнил: employee },
    sections: { Ответы: { Вопрос: text(150), Ответ: text(500) } },
  },
]
