/**
 * The entity sets of an infobase, derived from its configuration (1c-odata §6, §8): which properties a set has, in which
 * order, what its key is and where its references lead.
 */
import type { Attributes, AttributeType, Configuration, MetadataObject } from './configuration.ts'
import { setName } from './configuration.ts'

export type PropertyType =
  | Exclude<AttributeType, { kind: 'reference' } | { kind: 'composite' }>
  /** A bare GUID; `to` is the set it refers to. */
  | { kind: 'reference'; to: string }
  /** The value half of a composite field; its type half follows under `<name>_Type`. */
  | { kind: 'composite'; of: readonly string[] }
  | { kind: 'typeName' }
  | { kind: 'dataVersion' }
  | { kind: 'rows'; type: RowType }

export type Property = {
  /** The name on the wire, with its suffix: `Контрагент_Key`. */
  name: string
  /** The name without a suffix, as in `Контрагент____Presentation` or `Dimensions='Контрагент'`. */
  attribute: string
  type: PropertyType
  nullable: boolean
  /** What a new row holds where that is not the empty value of the type. */
  initial?: boolean
}

/** The type of the rows of a tabular section or record set: a ComplexType of `$metadata`. */
export type RowType = { name: string; properties: readonly Property[]; navigation: readonly Navigation[] }

/** A single-type reference one can follow: `Контрагент` by way of `Контрагент_Key`. */
export type Navigation = { name: string; property: string; to: string }

/**
 * object: catalog, document, node · section: rows of a tabular section · recordSet: all rows of one recorder ·
 * records: the rows themselves (`_RecordType`) · independent: rows of an information register · result: a virtual table.
 */
export type SetForm = 'object' | 'section' | 'recordSet' | 'records' | 'independent' | 'result'

export type EntitySet = {
  name: string
  form: SetForm
  object: MetadataObject
  key: readonly string[]
  /** A composite field and its `_Type` stand side by side, as in data; `$metadata` puts the types last. */
  properties: readonly Property[]
  /** In the order of a list reply, which is not that of `$metadata` (1c-samples/json). */
  listing: readonly Property[]
  navigation: readonly Navigation[]
  /** For `section`: the property of the owner. */
  section?: string
}

export type Schema = {
  configuration: Configuration
  /** Every entity set by name, in the order of the configuration. */
  sets: ReadonlyMap<string, EntitySet>
  /** Row types by their ComplexType name. */
  rowTypes: readonly RowType[]
}

const identifier: PropertyType = { kind: 'string', length: 0 }
const int64: PropertyType = { kind: 'number', digits: 18, fraction: 0 }
const boolean: PropertyType = { kind: 'boolean' }
const dateTime: PropertyType = { kind: 'date' }

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

export function deriveSchema(configuration: Configuration): Schema {
  const sets = configuration.objects.flatMap(setsOf)
  const rowTypes = sets.flatMap((set) =>
    set.form === 'object' || set.form === 'recordSet'
      ? set.properties.flatMap((property) => (property.type.kind === 'rows' ? [property.type.type] : []))
      : [],
  )
  return { configuration, sets: new Map(sets.map((set) => [set.name, set])), rowTypes }
}

function setsOf(object: MetadataObject): EntitySet[] {
  switch (object.kind) {
    case 'Catalog':
    case 'Document':
      return objectSets(object, object.attributes, object.sections ?? {})
    case 'ExchangePlan':
      return objectSets(object, {}, {})
    case 'InformationRegister': {
      const dimensions = propertiesOf(object.dimensions, false)
      const period = object.periodicity === 'none' ? [] : [standard('Period', dateTime, false)]
      const properties = [...period, ...dimensions, ...propertiesOf(object.resources)]
      const key = [...period, ...dimensions].map((property) => property.name)
      return [entitySet({ name: setName(object), form: 'independent', object, key, properties })]
    }
    case 'AccumulationRegister': {
      const name = setName(object)
      const rows = [
        ...recorderProperties(object.recorders),
        standard('Period', dateTime),
        standard('LineNumber', int64, false),
        { ...standard('Active', boolean), initial: true },
        standard('RecordType', { kind: 'enum', of: 'AccumulationRecordType' }),
        ...propertiesOf(object.dimensions),
        ...propertiesOf(object.resources),
      ]
      const recorder = recorderProperties(object.recorders)
      const recorderKey = recorder.map((property) => property.name)
      const recordSet: Property = {
        name: 'RecordSet',
        attribute: 'RecordSet',
        type: { kind: 'rows', type: rowType(`${name}_RowType`, rows) },
        nullable: false,
      }
      return [
        entitySet({
          name,
          form: 'recordSet',
          object,
          key: recorderKey,
          properties: [...recorder, recordSet],
        }),
        entitySet({
          name: `${name}_RecordType`,
          form: 'records',
          object,
          key: [...recorderKey, 'LineNumber'],
          properties: rows,
        }),
      ]
    }
  }
}

function objectSets(
  object: Extract<MetadataObject, { kind: 'Catalog' | 'Document' | 'ExchangePlan' }>,
  attributes: Attributes,
  sections: Readonly<Record<string, Attributes>>,
): EntitySet[] {
  const name = setName(object)
  const self: PropertyType = { kind: 'reference', to: name }
  const sectionSets = Object.entries(sections).map(([section, columns]) => {
    const properties = [
      { name: 'Ref_Key', attribute: 'Ref', type: self, nullable: false },
      standard('LineNumber', int64, false),
      ...propertiesOf(columns),
    ]
    return entitySet({
      name: `${name}_${section}`,
      form: 'section',
      object,
      key: ['Ref_Key', 'LineNumber'],
      properties,
      section,
    })
  })
  const collections = sectionSets.map((set): Property => {
    const section = set.section ?? ''
    return {
      name: section,
      attribute: section,
      type: { kind: 'rows', type: rowType(`${set.name}_RowType`, set.properties) },
      nullable: true,
    }
  })
  const properties = [...standardProperties(object, self), ...propertiesOf(attributes), ...collections]
  return [entitySet({ name, form: 'object', object, key: ['Ref_Key'], properties }), ...sectionSets]
}

function standardProperties(object: MetadataObject, self: PropertyType): Property[] {
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
function recorderProperties(recorders: readonly string[]): Property[] {
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

function rowType(name: string, properties: readonly Property[]): RowType {
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
