import { type ConverterName, converterNames } from '../converters.ts'
import type { FieldKind } from '../field-kind.ts'

/** Converters whose result a field of a kind can hold. */
const fitting: Partial<Record<ConverterName, readonly ConverterName[]>> = {
  int: ['int', 'intOrEmpty'],
  number: ['number', 'numberOrEmpty', 'int', 'intOrEmpty'],
  bool: ['bool'],
  money: ['money', 'moneyOrEmpty'],
  area: ['area'],
  date: ['date'],
  instant: ['instant'],
  ref: ['ref'],
  phone: ['phone'],
  e164: ['e164'],
}

/** Converters that give no text. */
const notText = new Set<ConverterName>([
  'phone',
  'int',
  'intOrEmpty',
  'number',
  'numberOrEmpty',
  'bool',
  'money',
  'moneyOrEmpty',
  'area',
])

/** Converters a field may name with `as`; null where none can be wrong. */
export function convertersFor({ as, record }: FieldKind): readonly ConverterName[] | null {
  if (as === null || record) return null
  return fitting[as] ?? converterNames.filter((name) => !notText.has(name))
}
