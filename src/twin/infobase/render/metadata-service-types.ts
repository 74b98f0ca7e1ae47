/** Types every infobase declares in `$metadata`, whatever its configuration (1c-odata §8). */
import { standard } from '../properties.ts'
import type { Property } from '../schema.ts'
import { emptyTag } from './xml.ts'

const int16 = (name: string) => standard(name, { kind: 'number', digits: 4, fraction: 0 }, false)
const string = (name: string) => standard(name, { kind: 'string', length: 0 }, false)
const own = (name: string, type: string) => emptyTag('Property', { Name: name, Type: type, Nullable: 'false' })

/** A string is a ready property element, for types that are no attribute types. */
export const serviceComplexTypes: readonly { name: string; properties: readonly (Property | string)[] }[] = [
  { name: 'NumberQualifiers', properties: [string('AllowedSign'), int16('Digits'), int16('FractionDigits')] },
  { name: 'StringQualifiers', properties: [string('AllowedLength'), int16('Length')] },
  { name: 'DateQualifiers', properties: [string('DateFractions')] },
  { name: 'BinaryDataQualifiers', properties: [string('AllowedLength'), int16('Length')] },
  {
    name: 'TypeDescription',
    properties: [
      own('Types', 'Collection(Edm.String)'),
      own('NumberQualifiers', 'StandardODATA.NumberQualifiers'),
      own('StringQualifiers', 'StandardODATA.StringQualifiers'),
      own('DateQualifiers', 'StandardODATA.DateQualifiers'),
      own('BinaryDataQualifiers', 'StandardODATA.BinaryDataQualifiers'),
    ],
  },
  { name: 'PointInTime', properties: [string('Ref'), standard('Date', { kind: 'date' }, false)] },
]

/** The platform's own enumerations; `AllowedLength` is declared twice by real servers, so it is here. */
export const serviceEnums: readonly (readonly [string, readonly string[]])[] = [
  ['AccountType', ['Active', 'ActivePassive', 'Passive']],
  ['AccountingRecordType', ['Credit', 'Debit']],
  ['AccumulationRecordType', ['Expense', 'Receipt']],
  ['AllowedSign', ['Any', 'Nonnegative']],
  ['AllowedLength', ['Fixed', 'Variable']],
  ['DateFractions', ['Date', 'DateTime', 'Time']],
  ['AllowedLength', ['Fixed', 'Variable']],
]
