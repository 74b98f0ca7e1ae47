/** `$select`: which fields a reply shows (1c-odata §9). */
import { segmentNotFound } from '../errors.ts'
import type { EntitySet, Navigation, Property } from '../schema.ts'

export type Field =
  | { kind: 'property'; property: Property }
  /** A collection, with the columns to show of each row. */
  | { kind: 'rows'; property: Property; columns: readonly Property[] }
  /** `X____Presentation`; `property` is null for the presentation of the object itself. */
  | { kind: 'presentation'; name: string; property: Property | null }

export type Projection = {
  fields: readonly Field[]
  /** References to show a link for, or to expand. */
  navigation: readonly Navigation[]
}

const PRESENTATION = '____Presentation'

/** Rows and value storages have no presentation (1c-odata §6); neither have the halves of other properties. */
const WITHOUT_PRESENTATION: ReadonlySet<string> = new Set([
  'rows',
  'typeName',
  'dataVersion',
  'stream',
  'binary',
  'mediaType',
  'opaque',
])

/** @param select The names of `$select`; null for everything. @throws code 6 naming what is unknown. */
export function projectionOf(set: EntitySet, select: readonly string[] | null): Projection {
  if (select === null || (select.length === 1 && select[0] === '*')) return everything(set)
  const fields = new Map<string, Field>()
  const navigation = new Set<Navigation>()
  for (const name of select) {
    if (name === '*' || name === '**') {
      for (const field of everything(set).fields)
        if (name === '*' || field.kind !== 'rows') fields.set(nameOf(field), field)
      for (const link of set.navigation) navigation.add(link)
      continue
    }
    const link = set.navigation.find((candidate) => candidate.name === name)
    if (link) navigation.add(link)
    else for (const field of fieldsNamed(set, name)) fields.set(nameOf(field), merged(fields.get(nameOf(field)), field))
  }
  return { fields: inListingOrder(set, [...fields.values()]), navigation: [...navigation] }
}

function everything(set: EntitySet): Projection {
  return { fields: set.listing.map(wholeField), navigation: set.navigation }
}

function wholeField(property: Property): Field {
  return property.type.kind === 'rows'
    ? { kind: 'rows', property, columns: property.type.type.properties }
    : { kind: 'property', property }
}

function fieldsNamed(set: EntitySet, name: string): Field[] {
  if (name === 'Presentation') return [{ kind: 'presentation', name, property: null }]
  if (name.endsWith(PRESENTATION)) return presentations(set, name.slice(0, -PRESENTATION.length))
  const [head = '', column, ...rest] = name.split('/')
  const property = set.listing.find((candidate) => candidate.name === head)
  if (!property) throw segmentNotFound(head)
  if (column === undefined) return [wholeField(property)]
  if (property.type.kind !== 'rows' || rest.length > 0) throw segmentNotFound(column)
  const found = property.type.type.properties.find((candidate) => candidate.name === column)
  if (!found) throw segmentNotFound(column)
  return [{ kind: 'rows', property, columns: [found] }]
}

function presentations(set: EntitySet, attribute: string): Field[] {
  const presentable = set.properties.filter(({ type }) => !WITHOUT_PRESENTATION.has(type.kind))
  const chosen = presentable.filter((property) => attribute === '*' || property.attribute === attribute)
  if (chosen.length === 0) throw segmentNotFound(`${attribute}${PRESENTATION}`)
  return chosen.map((property) => ({ kind: 'presentation', name: `${property.attribute}${PRESENTATION}`, property }))
}

const nameOf = (field: Field) => (field.kind === 'presentation' ? field.name : field.property.name)

/** `Section/A,Section/B` shows both columns of each row. */
function merged(known: Field | undefined, field: Field): Field {
  if (known?.kind !== 'rows' || field.kind !== 'rows') return field
  return { ...field, columns: [...known.columns, ...field.columns.filter((column) => !known.columns.includes(column))] }
}

function inListingOrder(set: EntitySet, fields: readonly Field[]): readonly Field[] {
  const place = (field: Field) =>
    field.kind === 'presentation' ? set.listing.length : set.listing.indexOf(field.property)
  return [...fields].sort((a, b) => place(a) - place(b))
}
