/** The metadata objects behind a saved `$metadata`: nothing more is known of them than the document says (1c-odata §6). */
import type { Attributes, AttributeType, MetadataObject } from '../configuration.ts'
import type { Property } from '../schema.ts'
import { childrenNamed, type XmlElement } from '../xml-tree.ts'
import { type Document, functionNames, keyOf, typeOf } from './document.ts'
import { PRIMITIVES, propertiesOf } from './properties.ts'

/** Lengths of automatic codes and numbers: `$metadata` does not say them. */
const CODE_LENGTH = 9
const NUMBER_LENGTH = 11

/** Undefined for kinds the twin has no idea of, such as external data sources. */
export function objectOf(document: Document, set: string): MetadataObject | undefined {
  const type = document.types.get(set)
  const [, kind = '', name = ''] = /^([A-Za-z]+)_(.+)$/s.exec(set) ?? []
  if (!type) return undefined
  const described = { name, synonym: name }
  const functions = functionNames(document, set)
  switch (kind) {
    case 'Catalog':
    case 'ChartOfCharacteristicTypes':
    case 'ChartOfAccounts':
    case 'ChartOfCalculationTypes': {
      const codeLength = typeOf(type, 'Code') === 'Edm.String' ? CODE_LENGTH : 0
      return { kind, ...described, codeLength, descriptionLength: 0, attributes: {} }
    }
    case 'Document': {
      const numberLength = typeOf(type, 'Number') === 'Edm.String' ? NUMBER_LENGTH : 0
      const posting = functions.includes('Post') ? { posting: () => [] } : {}
      return { kind, ...described, numberLength, attributes: {}, ...posting }
    }
    case 'BusinessProcess':
      return { kind, ...described, numberLength: NUMBER_LENGTH, task: '', route: () => [], attributes: {} }
    case 'Task':
      return {
        kind,
        ...described,
        numberLength: NUMBER_LENGTH,
        descriptionLength: 0,
        processes: document.objects.filter((object) => object.startsWith('BusinessProcess_')),
        attributes: {},
      }
    case 'ExchangePlan':
      return { kind, ...described, codeLength: CODE_LENGTH, descriptionLength: 0, content: [] }
    case 'Constant':
      return { kind, ...described, type: { kind: 'string', length: 0 } }
    case 'DocumentJournal':
      return { kind, ...described, documents: [], columns: {} }
    case 'InformationRegister':
      return informationRegister(document, set, type, described)
    case 'AccumulationRegister': {
      const { dimensions, resources } = totalsOf(document, set)
      const turnoversOnly = typeOf(recordsOf(document, set) ?? type, 'RecordType') === undefined
      return {
        kind,
        ...described,
        recorders: recordersIn(document, set),
        functions,
        turnoversOnly,
        dimensions,
        resources,
      }
    }
    case 'AccountingRegister':
      return typeOf(type, 'RecordSet')
        ? { kind, ...described, recorders: recordersIn(document, set), ...entriesOf(document, set) }
        : undefined
    case 'CalculationRegister':
      return typeOf(type, 'RecordSet')
        ? { kind, ...described, recorders: recordersIn(document, set), attributes: {} }
        : undefined
    default:
      return undefined
  }
}

const recordsOf = ({ types }: Document, set: string) => types.get(`${set}_RecordType`)

/** One recorder type is known by where its reference leads, if it does; several may be any document. */
function recordersIn(document: Document, set: string): readonly string[] {
  const type = document.types.get(set)
  if (type && typeOf(type, 'Recorder_Key')) return [document.targets.get(`${set}_RecordType_Recorder`) ?? '']
  return document.objects.filter((name) => name.startsWith('Document_'))
}

function informationRegister(
  document: Document,
  set: string,
  type: XmlElement,
  described: { name: string; synonym: string },
): MetadataObject {
  const isRecorded = typeOf(type, 'RecordSet') !== undefined
  const rowSet = isRecorded ? `${set}_RecordType` : set
  const rows = document.types.get(rowSet) ?? type
  const key = keyOf(rows).filter((name) => !/^(Period|LineNumber|SurrogateKey|Recorder(_Key|_Type)?)$/.test(name))
  const dimensions = propertiesOf(document, rowSet, rows).filter(({ name }) => key.includes(name))
  return {
    kind: 'InformationRegister',
    ...described,
    periodicity: typeOf(rows, 'Period') === undefined ? 'none' : 'second',
    ...(isRecorded ? { recorders: recordersIn(document, set) } : {}),
    functions: functionNames(document, rowSet),
    dimensions: attributesOf(dimensions),
    resources: {},
  }
}

/** Dimensions and resources are told apart by the columns of the virtual tables only. */
function totalsOf(document: Document, set: string) {
  const rows = recordsOf(document, set)
  const table = document.complexTypes.get(`${set}_Balance`) ?? document.complexTypes.get(`${set}_Turnover`)
  const columns = new Set(table ? childrenNamed(table, 'Property').map(({ attributes }) => attributes.Name ?? '') : [])
  const properties = rows ? propertiesOf(document, `${set}_RecordType`, rows) : []
  const isTotal = ({ name }: Property) => columns.has(`${name}Balance`) || columns.has(`${name}Turnover`)
  const standard = /^(Period|LineNumber|Recorder(_Key|_Type)?)$/
  return {
    dimensions: attributesOf(properties.filter(({ name }) => columns.has(name) && !standard.test(name))),
    resources: Object.fromEntries(
      properties.flatMap((property) =>
        isTotal(property) && property.type.kind === 'number' ? [[property.attribute, property.type] as const] : [],
      ),
    ),
  }
}

/**
 * Columns that come as a pair belong to either side. A register without correspondence has no pair of accounts; what its virtual
 * tables answer was never recorded, and it has none here.
 */
function entriesOf(document: Document, set: string) {
  const rows = recordsOf(document, set)
  const table = document.complexTypes.get(`${set}_Balance`)
  const columns = new Set(table ? childrenNamed(table, 'Property').map(({ attributes }) => attributes.Name ?? '') : [])
  const properties = rows ? propertiesOf(document, `${set}_RecordType`, rows) : []
  const names = new Set(properties.map(({ attribute }) => attribute))
  const sideless = (name: string) => {
    const [, plain = '', side] = /^(.+)(Dr|Cr)$/.exec(name) ?? []
    return side && names.has(`${plain}Dr`) && names.has(`${plain}Cr`) ? plain : name
  }
  const merged = properties.map((property) => {
    const attribute = sideless(property.attribute)
    return { ...property, attribute, name: property.name.replace(property.attribute, attribute) }
  })
  const hasPairs = names.has('AccountDr') && table !== undefined
  return {
    functions: hasPairs ? functionNames(document, set) : [],
    accounts: document.targets.get(`${set}_RecordType_AccountDr`) ?? '',
    extDimensions: {
      kinds: '',
      values: { kind: 'composite' as const, of: document.objects, primitives: PRIMITIVES },
      count: [...columns].filter((name) => /^ExtDimension\d+$/.test(name)).length,
    },
    dimensions: attributesOf(merged.filter(({ name, attribute }) => columns.has(name) && attribute !== 'Account')),
    resources: Object.fromEntries(
      merged.flatMap(({ attribute, name, type }) =>
        columns.has(`${name}Balance`) && type.kind === 'number' ? [[attribute, type] as const] : [],
      ),
    ),
    sided: [
      ...new Set(
        properties.map(({ attribute }) => sideless(attribute)).filter((name) => !names.has(name) && name !== 'Account'),
      ),
    ],
  }
}

function attributesOf(properties: readonly Property[]): Attributes {
  return Object.fromEntries(
    properties.flatMap(({ attribute, type }): [string, AttributeType][] => {
      switch (type.kind) {
        case 'typeName':
        case 'dataVersion':
        case 'rows':
        case 'stream':
        case 'binary':
        case 'mediaType':
        case 'opaque':
          return []
        default:
          return [[attribute, type]]
      }
    }),
  )
}
