/**
 * The entity sets of an infobase, derived from its configuration (1c-odata §6, §8): which properties a set has, in which
 * order, what its key is and where its references lead.
 */
import type { Attributes, AttributeType, Configuration, MetadataObject } from './configuration.ts'
import { setName } from './configuration.ts'
import {
  boolean,
  dateTime,
  entitySet,
  int64,
  propertiesOf,
  recorderProperties,
  rowType,
  standard,
  standardProperties,
} from './properties.ts'

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
