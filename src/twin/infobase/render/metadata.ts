/** `$metadata`, in the shape and order of a real server (1c-odata §8; 1c-samples/metadata). */
import type { Configuration, MetadataObject } from '../configuration.ts'
import { setName } from '../configuration.ts'
import { edmType } from '../edm.ts'
import type { EntitySet, Navigation, Property, Schema } from '../schema.ts'
import { standard } from '../schema.ts'
import { tableFunctions } from '../virtual-tables/functions.ts'
import { declaredTotals, type TotalKind } from '../virtual-tables/shapes.ts'
import { blockTag, emptyTag } from './xml.ts'

const EDMX = 'http://schemas.microsoft.com/ado/2007/06/edmx'
const EDM = 'http://schemas.microsoft.com/ado/2009/11/edm'
const METADATA = 'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata'

export function metadataXml(schema: Schema): string {
  const sets = [...schema.sets.values()]
  const content = [
    ...sets.map(entityType),
    ...serviceComplexTypes.map(({ name, properties }) => complexType(name, properties)),
    ...schema.rowTypes.map(({ name, properties }) => complexType(name, typesLast(properties))),
    ...sets.flatMap(totalTypes),
    ...sets.flatMap(associations),
    ...enumTypes(schema.configuration),
    container(sets),
  ]
  const edm = blockTag('Schema', content, { xmlns: EDM, Namespace: 'StandardODATA' })
  const services = blockTag('edmx:DataServices', [edm], {
    'xmlns:m': METADATA,
    'm:DataServiceVersion': '3.0',
    'm:MaxDataServiceVersion': '3.0',
  })
  return blockTag('edmx:Edmx', [services], { 'xmlns:edmx': EDMX, Version: '1.0' })
}

function entityType(set: EntitySet): string {
  const isOpen = set.properties.some((property) => property.type.kind === 'composite')
  return blockTag(
    'EntityType',
    [
      blockTag(
        'Key',
        typesLast(keyProperties(set)).map(({ name }) => emptyTag('PropertyRef', { Name: name })),
      ),
      ...typesLast(set.properties).map(propertyTag),
      ...set.navigation.map((link) =>
        emptyTag('NavigationProperty', {
          Name: link.name,
          Relationship: `StandardODATA.${associationName(set, link)}`,
          FromRole: 'Begin',
          ToRole: 'End',
        }),
      ),
    ],
    isOpen ? { Name: set.name, OpenType: 'true' } : { Name: set.name },
  )
}

/** `_Type` properties come after all others, in keys too. */
function typesLast(properties: readonly Property[]): Property[] {
  const isType = (property: Property) => property.type.kind === 'typeName'
  return [...properties.filter((property) => !isType(property)), ...properties.filter(isType)]
}

function keyProperties({ key, properties }: EntitySet): Property[] {
  return properties.filter((property) => key.includes(property.name))
}

function propertyTag({ name, type, nullable }: Property): string {
  return emptyTag('Property', { Name: name, Type: edmType(type), Nullable: String(nullable) })
}

function complexType(name: string, properties: readonly (Property | string)[]): string {
  return blockTag(
    'ComplexType',
    properties.map((property) => (typeof property === 'string' ? property : propertyTag(property))),
    { Name: name },
  )
}

const int16 = (name: string) => standard(name, { kind: 'number', digits: 4, fraction: 0 }, false)
const string = (name: string) => standard(name, { kind: 'string', length: 0 }, false)
const own = (name: string, type: string) => emptyTag('Property', { Name: name, Type: type, Nullable: 'false' })

const serviceComplexTypes: readonly { name: string; properties: readonly (Property | string)[] }[] = [
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

const TOTAL_KINDS: readonly TotalKind[] = ['Balance', 'Turnover', 'BalanceAndTurnover']

function totalTypes({ form, object }: EntitySet): string[] {
  if (form !== 'recordSet' || object.kind !== 'AccumulationRegister') return []
  return TOTAL_KINDS.map((kind) => {
    const { name, properties } = declaredTotals(object, kind)
    return complexType(name, typesLast(properties))
  })
}

const associationName = (set: EntitySet, link: Navigation) => `${set.name}_${link.name}`

function associations(set: EntitySet): string[] {
  return set.navigation.map((link) =>
    blockTag(
      'Association',
      [
        emptyTag('End', { Role: 'Begin', Type: `StandardODATA.${set.name}`, Multiplicity: '*' }),
        emptyTag('End', { Role: 'End', Type: `StandardODATA.${link.to}`, Multiplicity: '0..1' }),
      ],
      { Name: associationName(set, link) },
    ),
  )
}

/** The platform's own enumerations; `AllowedLength` is declared twice by real servers, so it is here. */
const serviceEnums: readonly (readonly [string, readonly string[]])[] = [
  ['AccountType', ['Active', 'ActivePassive', 'Passive']],
  ['AccountingRecordType', ['Credit', 'Debit']],
  ['AccumulationRecordType', ['Expense', 'Receipt']],
  ['AllowedSign', ['Any', 'Nonnegative']],
  ['AllowedLength', ['Fixed', 'Variable']],
  ['DateFractions', ['Date', 'DateTime', 'Time']],
  ['AllowedLength', ['Fixed', 'Variable']],
]

function enumTypes(configuration: Configuration): string[] {
  return [...serviceEnums, ...Object.entries(configuration.enums)].map(([name, members]) =>
    blockTag(
      'EnumType',
      members.map((member) => emptyTag('Member', { Name: member })),
      {
        Name: name,
        UnderlyingType: 'Edm.Int32',
      },
    ),
  )
}

function container(sets: readonly EntitySet[]): string {
  return blockTag(
    'EntityContainer',
    [
      ...sets.map(({ name }) => emptyTag('EntitySet', { Name: name, EntityType: `StandardODATA.${name}` })),
      ...sets.flatMap(({ form, object }) => (form === 'section' || form === 'records' ? [] : functionImports(object))),
    ],
    { Name: 'EnterpriseV8', 'm:IsDefaultEntityContainer': 'true' },
  )
}

const PARAMETER_TYPES: Readonly<Record<string, string>> = {
  Condition: 'Edm.String',
  Dimensions: 'Edm.String',
  Period: 'Edm.DateTime',
  StartPeriod: 'Edm.DateTime',
  EndPeriod: 'Edm.DateTime',
}

const RESULTS: Readonly<Record<string, string>> = {
  Balance: '_Balance',
  Turnovers: '_Turnover',
  BalanceAndTurnovers: '_BalanceAndTurnover',
}

function functionImports(object: MetadataObject): string[] {
  const set = setName(object)
  if (object.kind === 'Document' && object.posting) {
    return ['Post', 'Unpost'].map((name) =>
      functionImport(name, set, [parameter('PostingModeOperational', 'Edm.Boolean')], true),
    )
  }
  return tableFunctions
    .filter(({ isFor }) => isFor(object))
    .map(({ name, parameters }) =>
      functionImport(
        name,
        set,
        parameters.map((known) => parameter(known, PARAMETER_TYPES[known] ?? 'Edm.String')),
        false,
        `Collection(StandardODATA.${set}${RESULTS[name] ?? ''})`,
      ),
    )
}

const parameter = (name: string, type: string) => emptyTag('Parameter', { Name: name, Type: type })

function functionImport(
  name: string,
  set: string,
  parameters: readonly string[],
  hasEffects: boolean,
  result?: string,
): string {
  return blockTag('FunctionImport', [parameter('bindingParameter', `StandardODATA.${set}`), ...parameters], {
    Name: name,
    IsBindable: 'true',
    IsSideEffecting: String(hasEffects),
    ...(result ? { ReturnType: result } : {}),
  })
}
