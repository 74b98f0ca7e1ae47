/** How 1C shows an object to a person: `X____Presentation` prints it and ordering by a reference uses it (1c-odata §9). */
import type { MetadataObject } from './configuration.ts'
import { EMPTY_DATE, isFilled, type StoredRecord, textIn, typeName, type Value } from './record.ts'
import type { Property } from './schema.ts'

/** Finds an object by entity set and GUID. */
export type Dereference = (set: string, guid: string) => { object: MetadataObject; record: StoredRecord } | undefined

export function presentationOf(object: MetadataObject, record: StoredRecord): string {
  if (object.kind === 'Document' || object.kind === 'BusinessProcess')
    return `${object.synonym} ${textIn(record, 'Number')} от ${dateText(textIn(record, 'Date'))}`
  if (object.kind === 'Task' || 'codeLength' in object) return textIn(record, 'Description')
  return object.synonym
}

/** What a reference sorts by: the description of a catalog item, date then number of a document (1c-odata §9). */
export function sortText(object: MetadataObject, record: StoredRecord): string {
  return object.kind === 'Document'
    ? `${textIn(record, 'Date')} ${textIn(record, 'Number')}`
    : presentationOf(object, record)
}

/** The text of one property as `X____Presentation` gives it. */
export function propertyPresentation(property: Property, record: StoredRecord, dereference: Dereference): string {
  const value: Value | undefined = record[property.name]
  const target = targetOf(property, record)
  if (target) {
    const found = dereference(target.set, target.guid)
    return found ? presentationOf(found.object, found.record) : `<Объект не найден> (${target.guid})`
  }
  if (property.type.kind === 'date') return typeof value === 'string' ? dateText(value) : ''
  if (typeof value === 'boolean') return value ? 'Да' : 'Нет'
  if (typeof value === 'number') return new Intl.NumberFormat('ru-RU', { maximumFractionDigits: 10 }).format(value)
  return typeof value === 'string' && property.type.kind !== 'reference' && property.type.kind !== 'composite'
    ? value
    : ''
}

/** Where a reference or composite property of this record points; nothing when it is empty. */
export function targetOf(property: Property, record: StoredRecord): { set: string; guid: string } | undefined {
  const guid = record[property.name]
  if (!isFilled(guid)) return undefined
  if (property.type.kind === 'reference') return { set: property.type.to, guid }
  if (property.type.kind !== 'composite') return undefined
  const type = textIn(record, `${property.name}_Type`)
  const set = property.type.of.find((candidate) => typeName(candidate) === type)
  return set ? { set, guid } : undefined
}

/** `05.02.2026 9:07:00`; an empty date is an empty text. */
function dateText(value: string): string {
  if (!value || value === EMPTY_DATE) return ''
  const [day = '', time = '00:00:00'] = value.split('T')
  return `${day.split('-').reverse().join('.')} ${time.replace(/^0/, '')}`
}
