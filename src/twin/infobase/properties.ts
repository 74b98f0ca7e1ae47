/** The properties of metadata objects on the wire: standard ones, attributes, and the order replies list them in. */
import type { Attributes, AttributeType, MetadataObject } from './configuration.ts'
import { setName } from './configuration.ts'
import type { EntitySet, Navigation, Property, PropertyType, RowType } from './schema.ts'

const identifier: PropertyType = { kind: 'string', length: 0 }
export const int16: PropertyType = { kind: 'number', digits: 4, fraction: 0 }
export const int64: PropertyType = { kind: 'number', digits: 18, fraction: 0 }
export const boolean: PropertyType = { kind: 'boolean' }
export const dateTime: PropertyType = { kind: 'date' }

/**
 * Standard properties a list reply puts before the attributes, and those it puts at the very end (1c-samples/json; of registers:
 * datareducer/console, src/test/resources/odata/AccumulationRegister_RecordType.xml @8742fe5).
 */
const LISTED_FIRST = [
  'Period',
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

const string = (length: number): PropertyType => ({ kind: 'string', length })

export function standardProperties(object: MetadataObject, self: PropertyType): Property[] {
  const reference: Property = { name: 'Ref_Key', attribute: 'Ref', type: self, nullable: false }
  const version = standard('DataVersion', { kind: 'dataVersion' })
  const mark = standard('DeletionMark', boolean)
  switch (object.kind) {
    case 'Catalog':
    case 'ChartOfCharacteristicTypes':
    case 'ChartOfAccounts':
    case 'ChartOfCalculationTypes':
      return [
        reference,
        standard('Predefined', boolean),
        standard('PredefinedDataName', identifier),
        version,
        standard('Description', string(object.descriptionLength)),
        ...(object.codeLength > 0 ? [standard('Code', string(object.codeLength))] : []),
        ...(object.kind === 'ChartOfAccounts' ? accountProperties : []),
        ...(object.owners ? propertiesOf({ Owner: typeOfOne(object.owners) }) : []),
        ...(object.folders
          ? [...propertiesOf({ Parent: { kind: 'reference', to: setName(object) } }), standard('IsFolder', boolean)]
          : []),
        mark,
      ]
    case 'Document':
      return [
        reference,
        version,
        standard('Number', string(object.numberLength)),
        standard('Date', dateTime),
        mark,
        standard('Posted', boolean),
      ]
    case 'BusinessProcess':
      return [
        reference,
        version,
        standard('Number', string(object.numberLength)),
        standard('Date', dateTime),
        mark,
        standard('Completed', boolean),
        ...propertiesOf({ HeadTask: { kind: 'reference', to: object.task } }),
        standard('Started', boolean),
      ]
    case 'Task':
      return [
        reference,
        version,
        standard('Number', string(object.numberLength)),
        standard('Date', dateTime),
        standard('Description', string(object.descriptionLength)),
        mark,
        ...propertiesOf({ BusinessProcess: typeOfOne(object.processes) }),
        standard('RoutePoint', identifier),
        standard('Executed', boolean),
      ]
    case 'ExchangePlan':
      return [
        reference,
        standard('Code', string(object.codeLength)),
        standard('Description', string(object.descriptionLength)),
        version,
        mark,
        standard('SentNo', int64),
        standard('ReceivedNo', int64),
        standard('ExchangeDate', dateTime),
        standard('ThisNode', boolean),
      ]
    default:
      return [reference, version]
  }
}

/** What an account says of itself (A12, 12.7). */
const accountProperties = [
  standard('OffBalance', boolean),
  standard('Order', identifier),
  standard('Type', { kind: 'enum', of: 'AccountType' }),
]

function typeOfOne(sets: readonly string[]): AttributeType {
  const [only] = sets
  return sets.length === 1 && only ? { kind: 'reference', to: only } : { kind: 'composite', of: sets }
}

/** One recorder type gives `Recorder_Key`; several give `Recorder` and `Recorder_Type` (1c-odata §6). */
export function recorderProperties(recorders: readonly string[], nullable = false): Property[] {
  return propertiesOf({ Recorder: typeOfOne(recorders) }, nullable)
}

/**
 * The wire properties of attributes: a reference gets `_Key`, a composite a second property `_Type`, a value storage its
 * stream, `_Base64Data` and `_Type` (1c-odata §7).
 */
export function propertiesOf(attributes: Attributes, nullable = true): Property[] {
  return Object.entries(attributes).flatMap(([attribute, type]): Property[] => {
    switch (type.kind) {
      case 'reference':
        return [{ name: `${attribute}_Key`, attribute, type, nullable }]
      case 'composite':
        return [
          { name: attribute, attribute, type, nullable },
          { name: `${attribute}_Type`, attribute, type: { kind: 'typeName' }, nullable },
        ]
      case 'storage':
        return [
          { name: attribute, attribute, type: { kind: 'stream' }, nullable },
          { name: `${attribute}_Base64Data`, attribute, type: { kind: 'binary' }, nullable },
          { name: `${attribute}_Type`, attribute, type: { kind: 'mediaType' }, nullable },
        ]
      default:
        return [{ name: attribute, attribute, type, nullable }]
    }
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

export function navigationOf(properties: readonly Property[]): Navigation[] {
  return properties.flatMap((property) =>
    property.type.kind === 'reference' && property.name !== 'Ref_Key'
      ? [{ name: property.attribute, property: property.name, to: property.type.to }]
      : [],
  )
}

/** A stream is named in `$metadata` only: replies carry its `_Base64Data` and `_Type`. */
function listed(properties: readonly Property[]): Property[] {
  const rank = (property: Property) => {
    const first = LISTED_FIRST.indexOf(property.name)
    if (first >= 0) return first
    return LISTED_LAST.includes(property.name) ? LISTED_FIRST.length + 1 : LISTED_FIRST.length
  }
  return properties.filter(({ type }) => type.kind !== 'stream').sort((a, b) => rank(a) - rank(b))
}
