/** The entity sets each kind of metadata object is published as (1c-odata §6). */
import {
  type Attributes,
  type Constant,
  type DocumentJournal,
  type InformationRegister,
  type MetadataObject,
  recordersOf,
  sectionsOf,
  setName,
} from './configuration.ts'
import {
  boolean,
  dateTime,
  entitySet,
  int16,
  int64,
  propertiesOf,
  recorderProperties,
  rowType,
  standard,
  standardProperties,
} from './properties.ts'
import type { EntitySet, Property, PropertyType } from './schema.ts'
import { entryColumns } from './virtual-tables/entry-columns.ts'

export function setsOf(object: MetadataObject): EntitySet[] {
  switch (object.kind) {
    case 'InformationRegister':
      return object.recorders ? recordedInformation(object) : [independent(object)]
    case 'AccumulationRegister': {
      const type: Property[] = object.turnoversOnly
        ? []
        : [standard('RecordType', { kind: 'enum', of: 'AccumulationRecordType' })]
      const columns = [
        ...type,
        ...propertiesOf(object.dimensions),
        ...propertiesOf(object.resources),
        ...propertiesOf(object.attributes ?? {}),
      ]
      return recordSets(object, columns)
    }
    case 'AccountingRegister':
      return recordSets(object, entryColumns(object))
    case 'CalculationRegister':
      return recordSets(object, propertiesOf(object.attributes))
    case 'Constant':
      return [constant(object)]
    case 'DocumentJournal':
      return [journal(object)]
    case 'ExchangePlan':
      return objectSets(object, object.attributes ?? {})
    default:
      return objectSets(object, object.attributes)
  }
}

/** The key of a register without dimensions, and of a constant: one row, number 0. */
const surrogate = standard('SurrogateKey', int16, false)

function independent(object: InformationRegister): EntitySet {
  const dimensions = propertiesOf(object.dimensions, false)
  const period = object.periodicity === 'none' ? [] : [standard('Period', dateTime, false)]
  const given = [...period, ...dimensions]
  const keyed = given.length > 0 ? given : [surrogate]
  return entitySet({
    name: setName(object),
    form: 'independent',
    object,
    key: keyed.map(({ name }) => name),
    properties: [...keyed, ...propertiesOf(object.resources)],
  })
}

/** The rows of a register with a recorder: who wrote them, when, which line. */
function recordSets(object: MetadataObject, columns: readonly Property[]): EntitySet[] {
  const recorder = recorderProperties(recordersOf(object))
  const rows = [
    ...recorder,
    standard('Period', dateTime),
    standard('LineNumber', int64, false),
    { ...standard('Active', boolean), initial: true },
    ...columns,
  ]
  return twoSets(object, rows, [...recorder.map(({ name }) => name), 'LineNumber'])
}

/** The rows of an information register are known by their dimensions, whoever recorded them. */
function recordedInformation(object: InformationRegister): EntitySet[] {
  const { periodicity, recorders = [] } = object
  const isByRecorder = periodicity === 'recorder'
  const recorder = recorderProperties(recorders, !isByRecorder)
  const period = periodicity === 'none' ? [] : [standard('Period', dateTime, false)]
  const dimensions = propertiesOf(object.dimensions, false)
  const rows = [
    ...recorder,
    ...period,
    standard('LineNumber', int64),
    { ...standard('Active', boolean), initial: true },
    ...dimensions,
    ...propertiesOf(object.resources),
  ]
  const key = [...(isByRecorder ? recorder : []), ...period, ...dimensions].map(({ name }) => name)
  return twoSets(object, rows, key.length > 0 ? key : [...recorder.map(({ name }) => name), 'LineNumber'])
}

function twoSets(object: MetadataObject, rows: readonly Property[], key: readonly string[]): EntitySet[] {
  const name = setName(object)
  const recorder = recorderProperties(recordersOf(object))
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
      key: recorder.map((property) => property.name),
      properties: [...recorder, recordSet],
    }),
    entitySet({ name: `${name}_RecordType`, form: 'records', object, key, properties: rows }),
  ]
}

function constant(object: Constant): EntitySet {
  const properties = [surrogate, ...propertiesOf({ Value: object.type })]
  return entitySet({ name: setName(object), form: 'constant', object, key: ['SurrogateKey'], properties })
}

function journal(object: DocumentJournal): EntitySet {
  const properties = [
    ...propertiesOf({ Ref: { kind: 'composite', of: object.documents } }, false),
    standard('Date', dateTime),
    standard('DeletionMark', boolean),
    standard('Number', { kind: 'string', length: 0 }),
    standard('Posted', boolean),
    ...propertiesOf(object.columns),
  ]
  return entitySet({ name: setName(object), form: 'journal', object, key: ['Ref', 'Ref_Type'], properties })
}

function objectSets(object: MetadataObject, attributes: Attributes): EntitySet[] {
  const name = setName(object)
  const self: PropertyType = { kind: 'reference', to: name }
  const sectionSets = Object.entries(sectionsOf(object)).map(([section, columns]) => {
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
