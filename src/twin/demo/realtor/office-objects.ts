/**
 * What the demo base holds besides homes and clients, one of each kind a configuration may have: constants, files in value
 * storages, a journal, errands as a business process, settings without dimensions, planned income recorded by contracts.
 */
import {
  anyOf,
  type BusinessProcess,
  date,
  fixedText,
  flag,
  type MetadataObject,
  number,
  ref,
  storage,
  text,
} from '../../infobase/configuration.ts'
import { numberIn, type StoredRecord, textIn } from '../../infobase/record.ts'

const employee = ref('Catalog_Пользователи')

/** Bytes of Base64 a file may take; the handler of the catalog refuses more. */
const LARGEST_FILE = 3_000_000

function checkFile(file: StoredRecord): StoredRecord {
  const { length } = textIn(file, 'ФайлХранилище_Base64Data')
  if (length > LARGEST_FILE) throw new Error('Размер файла превышает допустимый.')
  return { ...file, Размер: Math.floor((length * 3) / 4) }
}

/** One task for the executor of the errand. */
const routeErrand: BusinessProcess['route'] = (errand) => [
  {
    Description: textIn(errand, 'Наименование'),
    Исполнитель_Key: textIn(errand, 'Исполнитель_Key'),
    СрокИсполнения: textIn(errand, 'СрокИсполнения'),
    RoutePoint: 'Выполнить',
  },
]

export const officeObjects: readonly MetadataObject[] = [
  {
    kind: 'Catalog',
    name: 'ПрисоединенныеФайлы',
    synonym: 'Присоединенные файлы',
    codeLength: 0,
    descriptionLength: 150,
    owners: ['Catalog_Квартиры', 'Catalog_Контрагенты'],
    attributes: { Расширение: fixedText(5), Размер: number(12), ФайлХранилище: storage },
    beforeWrite: checkFile,
  },
  {
    kind: 'Constant',
    name: 'НаименованиеОрганизации',
    synonym: 'Наименование организации',
    type: text(100),
    value: 'СЗ «Застройщик»',
  },
  { kind: 'Constant', name: 'СрокБрониДней', synonym: 'Срок брони, дней', type: number(3), value: 3 },
  { kind: 'Constant', name: 'ОсновнойМенеджер', synonym: 'Основной менеджер', type: employee },
  {
    kind: 'DocumentJournal',
    name: 'Взаимодействия',
    synonym: 'Взаимодействия',
    documents: ['Document_ТелефонныйЗвонок', 'Document_Опрос'],
    columns: { Контрагент: ref('Catalog_Контрагенты'), Ответственный: employee },
  },
  {
    kind: 'BusinessProcess',
    name: 'Поручение',
    synonym: 'Поручение',
    numberLength: 11,
    task: 'Task_ЗадачаИсполнителя',
    route: routeErrand,
    attributes: {
      Наименование: text(150),
      Исполнитель: employee,
      СрокИсполнения: date,
      Предмет: anyOf('Catalog_Контрагенты', 'Document_ДоговорПродажи', 'Document_Бронирование'),
    },
  },
  {
    kind: 'Task',
    name: 'ЗадачаИсполнителя',
    synonym: 'Задача',
    numberLength: 14,
    descriptionLength: 150,
    processes: ['BusinessProcess_Поручение'],
    attributes: { Исполнитель: employee, СрокИсполнения: date, ПринятаКИсполнению: flag },
  },
  {
    kind: 'InformationRegister',
    name: 'НастройкиОбмена',
    synonym: 'Настройки обмена',
    periodicity: 'none',
    dimensions: {},
    resources: { АдресХаба: text(200), Включен: flag },
    noDataLoad: true,
  },
  {
    kind: 'InformationRegister',
    name: 'СостоянияДоговоров',
    synonym: 'Состояния договоров',
    periodicity: 'second',
    recorders: ['Document_ДоговорПродажи'],
    dimensions: { Договор: ref('Document_ДоговорПродажи') },
    resources: { Расторгнут: flag, СуммаДоговора: number(15, 2) },
  },
]

export const CONTRACT_STATES = 'InformationRegister_СостоянияДоговоров'

/** The row a contract leaves in the register of states. */
export function contractState(contract: StoredRecord) {
  return {
    Договор_Key: textIn(contract, 'Ref_Key'),
    Расторгнут: contract.Расторгнут === true,
    СуммаДоговора: numberIn(contract, 'СуммаДоговора'),
  }
}
