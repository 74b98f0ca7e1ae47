import type { WantedField } from './wanted-field.ts'

/** Attributes every object of 1C has, and names that several entities look for. */

export const ref: WantedField = { names: ['Ref_Key'] }
export const deleted: WantedField = { names: ['DeletionMark'] }
export const code: WantedField = { names: ['Code'] }
export const name: WantedField = { names: ['Description'] }
export const number: WantedField = { names: ['Number'] }
export const date: WantedField = { names: ['Date'] }
export const posted: WantedField = { names: ['Posted'] }

export const managerNames = [
  'Менеджер',
  'ОсновнойМенеджер',
  'Ответственный',
  'Сотрудник',
  'Куратор',
  'ОтветственныйМенеджер',
  'Риэлтор',
  'Агент',
  'Исполнитель',
  'Автор',
]
export const clientNames = [
  'Контрагент',
  'Клиент',
  'Партнер',
  'Покупатель',
  'ФизическоеЛицо',
  'Дольщик',
  'Заказчик',
  'Абонент',
]
export const unitNames = [
  'Квартира',
  'Помещение',
  'ОбъектНедвижимости',
  'Объект',
  'Лот',
  'ПредметДоговора',
  'Предмет',
  'Номенклатура',
  'ОбъектПродажи',
]
export const dealNames = [
  'Договор',
  'ДоговорКонтрагента',
  'ДоговорПродажи',
  'Сделка',
  'ДокументОснование',
  'Основание',
  'ОбъектРасчетов',
]
export const externalNames = [
  'ВнешнийКод',
  'ВнешнийИдентификатор',
  'ИдентификаторВнешний',
  'ИдентификаторХаба',
  'ВнешнийКлюч',
  'КодВнешнейСистемы',
  'ИдентификаторCRM',
  'ИДСайта',
  'UID',
  'GUID',
]

export const readyDates = [
  'ДатаСдачи',
  'ДатаВвода',
  'ДатаВводаВЭксплуатацию',
  'СрокСдачи',
  'ПлановаяДатаВвода',
  'ДатаОкончанияСтроительства',
]
export const coordinates = ['Координаты', 'ГеоКоординаты', 'КоординатыНаКарте', 'ТочкаНаКарте']
export const fullNames = ['НаименованиеПолное', 'ПолноеНаименование', 'ФИО', 'Description']
