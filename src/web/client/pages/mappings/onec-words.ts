import type { Attribute } from '../../../api/mappings/mapping-contract.ts'

/** Kinds of 1C objects by the word OData puts before their names (1c-odata §3), as the configurator calls them. */
export const kindTitles: Readonly<Record<string, string>> = {
  Catalog: 'Справочники',
  Document: 'Документы',
  DocumentJournal: 'Журналы документов',
  InformationRegister: 'Регистры сведений',
  AccumulationRegister: 'Регистры накопления',
  AccountingRegister: 'Регистры бухгалтерии',
  CalculationRegister: 'Регистры расчёта',
  ChartOfCharacteristicTypes: 'Планы видов характеристик',
  ChartOfAccounts: 'Планы счетов',
  ChartOfCalculationTypes: 'Планы видов расчёта',
  BusinessProcess: 'Бизнес-процессы',
  Task: 'Задачи',
  ExchangePlan: 'Планы обмена',
  Constant: 'Константы',
}

/** Attributes the platform gives to every object. */
const standardTitles: Readonly<Record<string, string>> = {
  Ref_Key: 'Ссылка',
  Code: 'Код',
  Description: 'Наименование',
  Parent_Key: 'Родитель',
  Owner_Key: 'Владелец',
  Owner: 'Владелец',
  Parent: 'Родитель',
  IsFolder: 'Это группа',
  DeletionMark: 'Пометка удаления',
  DataVersion: 'Версия данных',
  Predefined: 'Предопределённый',
  PredefinedDataName: 'Имя предопределённых данных',
  Date: 'Дата',
  Number: 'Номер',
  Posted: 'Проведён',
  LineNumber: 'Номер строки',
  Period: 'Период',
  Recorder: 'Регистратор',
  Recorder_Key: 'Регистратор',
  Recorder_Type: 'Тип регистратора',
  RecordSet: 'Набор записей',
  RecordType: 'Вид движения',
  Active: 'Активность',
  SentNo: 'Номер отправленного',
  ReceivedNo: 'Номер принятого',
  ThisNode: 'Этот узел',
}

const word = /\p{Lu}+(?!\p{Ll})\d*|\p{Lu}?\p{Ll}+\d*|\d+/gu

/** `ДоговорПродажи` → «Договор продажи», `КодПоОКПО` → «Код по ОКПО»: the name as a sentence. */
export function splitName(name: string): string {
  const words = name.match(word)
  if (!words) return name
  return words
    .map((each, at) => {
      const isShort = each.length > 1 && each === each.toUpperCase() && /\p{L}/u.test(each)
      return at === 0 || isShort ? each.charAt(0).toUpperCase() + each.slice(1) : each.toLowerCase()
    })
    .join(' ')
}

/** Title of an object by its set, without the kind. */
export function objectTitle(set: string): string {
  return splitName(set.slice(set.indexOf('_') + 1))
}

export function attributeTitle(name: string): string {
  const standard = Object.hasOwn(standardTitles, name) ? standardTitles[name] : undefined
  if (standard !== undefined) return standard
  const type = /_Type$/.test(name)
  const title = splitName(name.replace(/_(Key|Type|Base64Data)$/, ''))
  return type ? `${title}: тип` : title
}

const typeTitles: Readonly<Record<string, string>> = {
  'Edm.String': 'строка',
  'Edm.Boolean': 'да или нет',
  'Edm.DateTime': 'дата',
  'Edm.Guid': 'ссылка',
  'Edm.Double': 'число',
  'Edm.Decimal': 'число',
  'Edm.Int16': 'число',
  'Edm.Int32': 'число',
  'Edm.Int64': 'число',
  'Edm.Byte': 'число',
  'Edm.Stream': 'хранилище значения',
  'Edm.Binary': 'двоичные данные',
}

/** Type of an attribute as the configurator would say it. */
export function typeTitle({ type, target, values, length }: Attribute): string {
  if (target !== null) return `ссылка на «${objectTitle(target)}»`
  if (values !== null) return 'перечисление'
  const title = typeTitles[type] ?? (type.startsWith('Collection(') ? 'строки' : 'значение')
  return length !== null && type === 'Edm.String' ? `${title}, до ${length}` : title
}
