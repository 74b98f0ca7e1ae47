/** `$metadata`, in the shape and order of a real server (1c-odata §8; 1c-samples/metadata). */
import type { Configuration } from '../configuration.ts'
import { edmType } from '../edm.ts'
import {
  type Declared,
  type EntitySet,
  type Navigation,
  type Property,
  type RowType,
  rowTypesOf,
  type Schema,
} from '../schema.ts'
import { declaredTables } from '../virtual-tables/shapes.ts'
import { functionImports } from './metadata-functions.ts'
import { serviceComplexTypes, serviceEnums } from './metadata-service-types.ts'
import { blockTag, emptyTag } from './xml.ts'

const EDMX = 'http://schemas.microsoft.com/ado/2007/06/edmx'
const EDM = 'http://schemas.microsoft.com/ado/2009/11/edm'
const METADATA = 'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata'

const documents = new WeakMap<Schema, string>()

/** The declaration and the line ends of a recorded server; put together once for a schema. */
export function metadataXml(schema: Schema): string {
  const known = documents.get(schema)
  if (known) return known
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${edmx(schema)}\n`.replaceAll('\n', '\r\n')
  documents.set(schema, text)
  return text
}

function edmx(schema: Schema): string {
  const { configuration, declared } = schema
  const sets = [...schema.sets.values()]
  const content = [
    ...sets.map((set) => entityType(set, schema)),
    ...(declared ? declaredTypes(schema, declared) : describedTypes(schema)),
    ...sets.flatMap(associations),
    ...(declared?.enumTypes ?? enumTypes(configuration)),
    container(sets, declared),
  ]
  const edm = blockTag('Schema', content, { xmlns: EDM, Namespace: 'StandardODATA' })
  const services = blockTag('edmx:DataServices', [edm], {
    'xmlns:m': METADATA,
    'm:DataServiceVersion': '3.0',
    'm:MaxDataServiceVersion': '3.0',
  })
  return blockTag('edmx:Edmx', [services], { 'xmlns:edmx': EDMX, Version: '1.0' })
}

/** The types of rows of each set, and behind them those of its virtual tables. */
function describedTypes({ sets }: Schema): string[] {
  const owned = [...sets.values()].flatMap((set) => [...rowTypesOf(set).map(rowsType), ...tableTypes(set)])
  return [...serviceComplexTypes.map(({ name, properties }) => complexType(name, properties)), ...owned]
}

const rowsType = ({ name, properties }: RowType) => complexType(name, typesLast(properties))

/** In the order they were declared; the rows of what is not published are left out. */
function declaredTypes({ sets }: Schema, { complexTypes }: Declared): string[] {
  const rows = new Map([...sets.values()].flatMap(rowTypesOf).map((type) => [type.name, type]))
  return complexTypes.flatMap(({ name, xml }) => {
    const type = rows.get(name)
    if (type) return [rowsType(type)]
    return name.endsWith('_RowType') ? [] : [xml]
  })
}

/** A type is open when it owns a composite property one of whose types is published (1c-odata §8). */
function isOpen({ isOpen: declared, properties }: EntitySet, { sets }: Schema): boolean {
  return declared ?? properties.some(({ type }) => type.kind === 'composite' && type.of.some((set) => sets.has(set)))
}

function entityType(set: EntitySet, schema: Schema): string {
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
    isOpen(set, schema) ? { Name: set.name, OpenType: 'true' } : { Name: set.name },
  )
}

/** `_Type` properties come after all others, in keys too. */
function typesLast(properties: readonly Property[]): Property[] {
  const isType = (property: Property) => property.type.kind === 'typeName' || property.type.kind === 'mediaType'
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

function tableTypes({ form, object }: EntitySet): string[] {
  if (form !== 'recordSet') return []
  return declaredTables(object).map(({ name, properties }) => complexType(name, typesLast(properties)))
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

function container(sets: readonly EntitySet[], declared: Declared | undefined): string {
  const functions = declared
    ? sets.flatMap(({ name }) => declared.functions.get(name) ?? [])
    : sets.flatMap(({ form, object }) => (form === 'section' || form === 'records' ? [] : functionImports(object)))
  return blockTag(
    'EntityContainer',
    [
      ...sets.map(({ name }) => emptyTag('EntitySet', { Name: name, EntityType: `StandardODATA.${name}` })),
      ...functions,
    ],
    { Name: 'EnterpriseV8', 'm:IsDefaultEntityContainer': 'true' },
  )
}
