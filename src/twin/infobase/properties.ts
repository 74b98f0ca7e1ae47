/** The properties of metadata objects on the wire: standard ones, attributes, and the order replies list them in. */
import type { Attributes, AttributeType, MetadataObject } from './configuration.ts'
import { setName } from './configuration.ts'
import type { EntitySet, Navigation, Property, PropertyType, RowType } from './schema.ts'

const identifier: PropertyType = { kind: 'string', length: 0 }
export const int64: PropertyType = { kind: 'number', digits: 18, fraction: 0 }
export const boolean: PropertyType = { kind: 'boolean' }
export const dateTime: PropertyType = { kind: 'date' }

/** Standard properties a list reply puts before the attributes, and those it puts at the very end (1c-samples/json). */
const LISTED_FIRST = [
  'Ref_Key',
  'DataVersion',
  'DeletionMark',
  'Owner_Key',
  'Parent_Key',
  'IsFolder',
  'Code',
  'Description',
  'Number',
  'Date',
  'Posted',
]
const LISTED_LAST = ['Predefined', 'PredefinedDataName']

export function standardProperties(object: MetadataObject, self: PropertyType): Property[] {
  const reference: Property = { name: 'Ref_Key', attribute: 'Ref', type: self, nullable: false }
  const version = standard('DataVersion', { kind: 'dataVersion' })
  const mark = standard('DeletionMark', boolean)
  if (object.kind === 'Catalog') {
    return [
      reference,
      standard('Predefined', boolean),
      standard('PredefinedDataName', identifier),
      version,
      standard('Description', { kind: 'string', length: object.descriptionLength }),
      ...(object.codeLength > 0 ? [standard('Code', { kind: 'string', length: object.codeLength })] : []),
      ...(object.owners ? propertiesOf({ Owner: ownerType(object.owners) }) : []),
      ...(object.folders
        ? [...propertiesOf({ Parent: { kind: 'reference', to: setName(object) } }), standard('IsFolder', boolean)]
        : []),
      mark,
    ]
  }
  if (object.kind === 'Document') {
    return [
      reference,
      version,
      standard('Number', { kind: 'string', length: object.numberLength }),
      standard('Date', dateTime),
      mark,
      standard('Posted', boolean),
    ]
  }
  if (object.kind === 'ExchangePlan') {
    return [
      reference,
      standard('Code', { kind: 'string', length: object.codeLength }),
      standard('Description', { kind: 'string', length: object.descriptionLength }),
      version,
      mark,
      standard('SentNo', int64),
      standard('ReceivedNo', int64),
      standard('ExchangeDate', dateTime),
      standard('ThisNode', boolean),
    ]
  }
  return [reference, version]
}

function ownerType(owners: readonly string[]): AttributeType {
  const [only] = owners
  return owners.length === 1 && only ? { kind: 'reference', to: only } : { kind: 'composite', of: owners }
}

/** One recorder type gives `Recorder_Key`; several give `Recorder` and `Recorder_Type` (1c-odata §6). */
export function recorderProperties(recorders: readonly string[]): Property[] {
  return propertiesOf({ Recorder: ownerType(recorders) }, false)
}

/** The wire properties of attributes: a reference gets `_Key`, a composite a second property `_Type` (1c-odata §7). */
export function propertiesOf(attributes: Attributes, nullable = true): Property[] {
  return Object.entries(attributes).flatMap(([attribute, type]): Property[] => {
    if (type.kind === 'reference') return [{ name: `${attribute}_Key`, attribute, type, nullable }]
    if (type.kind !== 'composite') return [{ name: attribute, attribute, type, nullable }]
    return [
      { name: attribute, attribute, type, nullable },
      { name: `${attribute}_Type`, attribute, type: { kind: 'typeName' }, nullable },
    ]
  })
}

export function standard(name: string, type: PropertyType, nullable = true): Property {
  return { name, attribute: name, type, nullable }
}

/** An entity set with what follows from its properties: the order of listing and the ways out of it. */
export function entitySet(set: Omit<EntitySet, 'listing' | 'navigation'>): EntitySet {
  return { ...set, listing: listed(set.properties), navigation: navigationOf(set.properties) }
}

export function rowType(name: string, properties: readonly Property[]): RowType {
  return { name, properties, navigation: navigationOf(properties) }
}

function navigationOf(properties: readonly Property[]): Navigation[] {
  return properties.flatMap((property) =>
    property.type.kind === 'reference' && property.name !== 'Ref_Key'
      ? [{ name: property.attribute, property: property.name, to: property.type.to }]
      : [],
  )
}

function listed(properties: readonly Property[]): Property[] {
  const rank = (property: Property) => {
    const first = LISTED_FIRST.indexOf(property.name)
    if (first >= 0) return first
    return LISTED_LAST.includes(property.name) ? LISTED_FIRST.length + 1 : LISTED_FIRST.length
  }
  return [...properties].sort((a, b) => rank(a) - rank(b))
}
