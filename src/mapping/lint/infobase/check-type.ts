import type { ConverterName } from '../../converters.ts'
import type { InfobaseSchema } from '../../schema.ts'
import type { Field } from '../field-sources.ts'
import type { At } from '../places.ts'
import type { Report } from '../report.ts'
import { type Found, isComposite } from './walk.ts'

type Class = 'text' | 'number' | 'bool' | 'date' | 'ref' | 'rows' | 'file'

const classes: Readonly<Record<string, Class>> = {
  'Edm.String': 'text',
  'Edm.Int16': 'number',
  'Edm.Int32': 'number',
  'Edm.Int64': 'number',
  'Edm.Byte': 'number',
  'Edm.Double': 'number',
  'Edm.Decimal': 'number',
  'Edm.Boolean': 'bool',
  'Edm.DateTime': 'date',
  'Edm.Guid': 'ref',
  'Edm.Stream': 'file',
  'Edm.Binary': 'file',
}

const classWords: Readonly<Record<Class, string>> = {
  text: 'строка',
  number: 'число',
  bool: 'да/нет',
  date: 'дата',
  ref: 'ссылка',
  rows: 'табличная часть',
  file: 'файл',
}

/** What a field asks of its attribute: `good` may be there, `odd` is read and seldom meant, all else cannot be read. */
interface Need {
  what: string
  good: readonly Class[]
  odd?: readonly Class[]
}

const text: Need = { what: 'нужна строка', good: ['text', 'number'], odd: ['bool', 'date', 'ref'] }
const wholeNumber: Need = { what: 'нужно число', good: ['number'], odd: ['text'] }
const amount: Need = { what: 'нужно число', good: ['number'] }
const date: Need = { what: 'нужна дата', good: ['date'] }
const phone: Need = { what: 'нужна строка с телефоном', good: ['text'], odd: ['number'] }

/** `values` stands for a table of values. */
const needs: Partial<Record<ConverterName | 'values', Need>> = {
  values: { what: 'нужно перечисление, строка или да/нет', good: ['text', 'bool', 'number', 'ref'] },
  int: wholeNumber,
  intOrEmpty: wholeNumber,
  number: wholeNumber,
  numberOrEmpty: wholeNumber,
  money: amount,
  moneyOrEmpty: amount,
  area: amount,
  date,
  instant: date,
  bool: { what: 'нужно да/нет', good: ['bool'] },
  ref: { what: 'нужна ссылка', good: ['ref'] },
  phone,
  e164: phone,
  phoneText: phone,
  presentation: { what: 'нужна ссылка', good: ['ref', 'text'] },
}

/** Whether what 1C holds in an attribute can fill the field at all. */
export function checkType(
  schema: InfobaseSchema,
  { name, kind, spec }: Field,
  found: Found,
  at: At,
  report: Report,
): void {
  if (!kind || spec.compute !== undefined || isComposite(schema, found.owner, found.name)) return
  const own = classOf(found.property.type)
  if (own === null) return
  const need = needs[spec.values ? 'values' : (spec.as ?? kind.as ?? 'text')] ?? text
  if (need.good.includes(own)) return
  const said = `«${found.name}» в 1С — ${classWords[own]}, а полю «${name}» ${need.what}`
  if (!need.odd?.includes(own)) report('wrong-type', at, `${said}. ${remedyFor(own, need, found.name)}`)
  // A number kept as text is told of once; whoever named the converter knows it.
  else if (spec.as === undefined)
    report(
      'wrong-type',
      at,
      `${said}. Если так и надо, скажите об этом: as: ${spec.as ?? kind.as ?? 'text'}.`,
      'warning',
    )
}

function remedyFor(own: Class, need: Need, name: string): string {
  if (own === 'text' && need === amount)
    return `Укажите другой реквизит; если в строке и правда число, напишите compute: number(${name}).`
  if (own === 'rows') return 'Укажите колонку: «ТабличнаяЧасть[].Колонка».'
  return 'Укажите другой реквизит.'
}

function classOf(type: string): Class | null {
  if (type.startsWith('Collection(')) return 'rows'
  return Object.hasOwn(classes, type) ? (classes[type] ?? null) : null
}

/** A composite attribute, and the one type of it that `type` says counts. */
export function checkCompositeType(
  schema: InfobaseSchema,
  { name, spec, on }: Field,
  found: Found,
  report: Report,
): void {
  const { type } = spec
  if (type === undefined) return
  if (!isComposite(schema, found.owner, found.name) && !spec.path?.includes('.')) {
    report(
      'wrong-type',
      on('type'),
      `«${found.name}» — реквизит одного типа, с type поле «${name}» было бы всегда пустым. Уберите type.`,
    )
    return
  }
  if (!type.startsWith('Edm.') && type !== 'Undefined' && !schema.has(type.replace(/^StandardODATA\./, '')))
    report(
      'not-published',
      on('type'),
      `Набора «${type}» нет в составе OData: значений этого типа хаб не увидит. Исправьте имя или включите объект в состав.`,
    )
}
