/** Atom replies: feeds, entries, and the tombstones of `SelectChanges` (1c-odata §5, §14; 1c-samples/atom). */
import { decimalText } from '../edm.ts'
import type { Infobase } from '../infobase.ts'
import { entityUrl } from '../keys.ts'
import { presentationOf, propertyPresentation } from '../presentation.ts'
import { type Field, projectionOf } from '../query/projection.ts'
import { isFilled, type StoredRecord, typeName, type Value } from '../record.ts'
import type { EntitySet, Navigation, Property } from '../schema.ts'
import { printable } from './characters.ts'
import type { Selected } from './json.ts'
import { blockTag, emptyTag, textTag, type XmlAttributes } from './xml.ts'

export type AtomContext = {
  base: Infobase
  /** The absolute address of the service root, without a slash at the end. */
  root: string
}

const ATOM = 'http://www.w3.org/2005/Atom'
const TOMBSTONES = 'http://purl.org/atompub/tombstones/1.0'
const DATA = 'http://schemas.microsoft.com/ado/2007/08/dataservices'
const METADATA = 'http://schemas.microsoft.com/ado/2007/08/dataservices/metadata'
const SCHEME = 'http://schemas.microsoft.com/ado/2007/08/dataservices/scheme'
const ENTRY_TYPE = 'application/atom+xml;type=entry;charset=utf-8'
const PREFIXES: XmlAttributes = { 'xmlns:d': DATA, 'xmlns:m': METADATA }

/** A list of entities. */
export function listAtom(
  context: AtomContext,
  selected: Selected,
  rows: readonly StoredRecord[],
  count: number | null,
): string {
  return feed(context, [
    textTag('id', `${context.root}/${selected.set.name}`),
    textTag('title', selected.set.name, { type: 'text' }),
    textTag('updated', context.base.now()),
    emptyTag('link', { rel: 'self', href: selected.set.name, title: selected.set.name }),
    ...(count === null ? [] : [textTag('m:count', String(count))]),
    ...rows.map((row) => entry(context, selected, row)),
  ])
}

export function entryAtom(context: AtomContext, selected: Selected, row: StoredRecord): string {
  return entry(context, selected, row, { xmlns: ATOM, ...PREFIXES, 'xml:base': `${context.root}/` })
}

export type ChangeEntry = { set: EntitySet; record: StoredRecord } | { set: EntitySet; deleted: StoredRecord }

/** The message of `SelectChanges`; a deleted object is a tombstone of RFC 6721. */
export function changesAtom(context: AtomContext, changes: readonly ChangeEntry[]): string {
  return feed(
    context,
    changes.map((change) => {
      if ('record' in change) {
        const { set } = change
        return entry(context, { set, projection: projectionOf(set, null), expansion: new Map() }, change.record)
      }
      const ref = `${context.root}/${entityUrl(change.set, change.deleted)}`
      return emptyTag('at:deleted-entry', { ref, when: context.base.now() })
    }),
  )
}

/** One property of an entity. */
export function propertyAtom(property: Property, row: StoredRecord): string {
  return fieldTag(wholeField(property), row, '', PREFIXES)
}

function feed(context: AtomContext, children: readonly string[]): string {
  return blockTag('feed', children, {
    xmlns: ATOM,
    'xmlns:at': TOMBSTONES,
    ...PREFIXES,
    'xml:base': `${context.root}/`,
  })
}

function entry(context: AtomContext, selected: Selected, row: StoredRecord, attributes: XmlAttributes = {}): string {
  const { set, projection } = selected
  const url = set.key.length > 0 ? entityUrl(set, row) : set.name
  const links = projection.navigation.flatMap((link) => relatedLink(context, selected, row, link, url))
  const fields = [...projection.fields].sort((a, b) => metadataPlace(set, a) - metadataPlace(set, b))
  const properties = fields.map((field) => fieldTag(field, row, presentationText(context, set, field, row)))
  return blockTag(
    'entry',
    [
      textTag('id', `${context.root}/${url}`),
      emptyTag('category', { term: typeName(set.name), scheme: SCHEME }),
      emptyTag('title', { type: 'text' }),
      textTag('updated', context.base.now()),
      emptyTag('author'),
      emptyTag('summary'),
      ...links,
      emptyTag('link', { rel: 'edit', href: url, title: 'edit-link' }),
      blockTag('content', [blockTag('m:properties', properties, PREFIXES)], { type: 'application/xml' }),
    ],
    attributes,
  )
}

function relatedLink(
  context: AtomContext,
  selected: Selected,
  row: StoredRecord,
  link: Navigation,
  url: string,
): string[] {
  const guid = row[link.property]
  if (!isFilled(guid)) return []
  const attributes = {
    rel: `${DATA}/related/${link.name}`,
    href: `${url}/${link.name}`,
    type: ENTRY_TYPE,
    title: link.name,
  }
  const expansion = selected.expansion.get(link.name)
  const record = expansion ? context.base.get(link.to, guid) : undefined
  if (!expansion || !record) return [emptyTag('link', attributes)]
  const set = context.base.entitySet(link.to)
  const inner = entry(context, { set, projection: projectionOf(set, null), expansion }, record)
  return [blockTag('link', [blockTag('m:inline', [inner])], attributes)]
}

function presentationText(context: AtomContext, set: EntitySet, field: Field, row: StoredRecord): string {
  if (field.kind !== 'presentation') return ''
  return field.property
    ? propertyPresentation(field.property, row, context.base.dereference)
    : presentationOf(set.object, row)
}

function fieldTag(field: Field, row: StoredRecord, presentation: string, attributes: XmlAttributes = {}): string {
  if (field.kind === 'presentation') return textTag(`d:${field.name}`, printable(presentation), attributes)
  const { name, type } = field.property
  const value = row[name]
  if (field.kind === 'property') return valueTag(name, field.property, value, attributes)
  const rowType = type.kind === 'rows' ? `StandardODATA.${type.type.name}` : ''
  const elements = (Array.isArray(value) ? value : []).map((item) =>
    blockTag(
      'd:element',
      columnsShown(field.columns).map((column) => valueTag(column.name, column, item[column.name])),
      { 'm:type': rowType },
    ),
  )
  return blockTag(`d:${name}`, elements, { 'm:type': `Collection(${rowType})`, ...attributes })
}

/** Unlike JSON, Atom rows do not repeat the key of their owner (1c-samples/atom). */
const columnsShown = (columns: readonly Property[]) => columns.filter((column) => column.name !== 'Ref_Key')

function valueTag(name: string, { type }: Property, value: Value | undefined, attributes: XmlAttributes = {}): string {
  if (value === undefined || value === null) return emptyTag(`d:${name}`, { 'm:null': 'true', ...attributes })
  const text = typeof value === 'number' ? decimalText(value, type) : printable(String(value))
  return textTag(`d:${name}`, text, attributes)
}

function wholeField(property: Property): Field {
  return property.type.kind === 'rows'
    ? { kind: 'rows', property, columns: property.type.type.properties }
    : { kind: 'property', property }
}

function metadataPlace(set: EntitySet, field: Field): number {
  return field.kind === 'presentation' ? set.properties.length : set.properties.indexOf(field.property)
}
