import type { Change } from './change.ts'

const typeWords: Record<string, string> = {
  'Edm.String': 'строка',
  'Edm.Boolean': 'да/нет',
  'Edm.DateTime': 'дата',
  'Edm.Guid': 'идентификатор',
  'ref:': 'ссылка на объект, которого нет в составе OData',
  composite: 'составной тип',
  storage: 'хранилище значения',
}

/** A type as an administrator of 1C calls it. */
function typeInWords(type: string | null): string {
  if (type === null || type === '') return 'неизвестный тип'
  if (/^Edm\.(Int16|Int32|Int64)$/.test(type)) return 'целое число'
  if (/^Edm\.(Double|Decimal)$/.test(type)) return 'число'
  const words = typeWords[type]
  if (words) return words
  return type.startsWith('ref:') ? `ссылка на «${type.slice(4)}»` : type
}

const whatWords: Record<Change['what'], string> = {
  object: 'объект',
  section: 'табличная часть',
  attribute: 'реквизит',
  table: 'виртуальная таблица',
  enum: 'перечисление',
  member: 'значение перечисления',
}

const isFeminine = (what: Change['what']) => what === 'section' || what === 'table'
const isNeuter = (what: Change['what']) => what === 'enum' || what === 'member'

/** Past form of a Russian verb that agrees with the thing: `переименован`, `переименована`, `переименовано`. */
const agree = (what: Change['what'], stem: string): string =>
  stem + (isFeminine(what) ? 'а' : isNeuter(what) ? 'о' : '')

/** One sentence about a change, with the object it belongs to. */
export function changeInWords(change: Change): string {
  const { kind, what, object, section, name, to, before, after, replacement, score } = change
  const thing = section !== null ? 'колонка' : whatWords[what]
  const owner =
    what === 'object' || what === 'enum'
      ? ''
      : section !== null
        ? ` табличной части «${section}» в «${object}»`
        : ` в «${object}»`
  const subject = `${thing} «${name}»${owner}`
  const gender = section !== null ? ('section' as const) : what
  switch (kind) {
    case 'renamed':
      return capital(`${subject} ${score < 0.5 ? 'похоже, ' : ''}${agree(gender, 'переименован')} в «${to}»`)
    case 'retired':
      return capital(
        `${subject} ${gender === 'section' ? 'выведена' : agree(gender, 'выведен')} из работы: прежнее теперь называется «${to}»${replacement === null ? '' : `, вместо него — «${replacement}»`}`,
      )
    case 'removed':
      return what === 'object'
        ? `Объекта «${name}» больше нет: он удалён из конфигурации или убран из состава стандартного интерфейса OData`
        : capital(`${subject}: больше нет`)
    case 'added':
      return capital(`${agree(gender, 'добавлен')} ${subject}${after ? ` (${typeInWords(after)})` : ''}`)
    case 'retargeted':
      return capital(`${subject}: ${typeInWords(after)}, а был${isFeminine(gender) ? 'а' : ''} ${typeInWords(before)}`)
    case 'retyped':
      return capital(
        `${subject}: изменился тип, было «${typeInWords(before)}», стало «${typeInWords(after)}»${to === null ? '' : `; имя теперь «${to}»`}`,
      )
  }
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
