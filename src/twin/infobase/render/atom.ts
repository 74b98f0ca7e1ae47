/** Atom replies: feeds, entries, and the tombstones of `SelectChanges` (1c-odata §5, §14; 1c-samples/atom). */
import { decimalText } from '../edm.ts'
import type { Infobase } from '../infobase.ts'
import { entityUrl } from '../keys.ts'
import { presentationOf, propertyPresentation } from '../presentation.ts'
import { type Field, projectionOf } from '../query/projection.ts'
import type { Expanded, Selected } from '../query/selected.ts'
import { isFilled, type StoredRecord, typeName, type Value } from '../record.ts'
import type { EntitySet, Navigation, Property } from '../schema.ts'
import { printable } from './characters.ts'
import { expandedRecord } from './expanded.ts'
import { wireValue } from './wire-value.ts'
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

/**
 * A list of entities: bare, and its count behind it (the guide's sample, 17.4.6.2; recorded: datareducer/console,
 * src/test/resources/odata/Catalog.xml @8742fe5).
 */
export function listAtom(
  context: AtomContext,
  selected: Selected,
  rows: readonly StoredRecord[],
  count: number | null,
): string {
  return feed(context, [
    ...rows.map((row) => entry(context, selected, row)),
    ...(count === null ? [] : [textTag('m:count', String(count))]),
  ])
}

/**
 * The rows of a virtual table: no feed, for they are no entities (recorded: datareducer/console,
 * src/test/resources/odata/AccumulationRegister_Balance.xml @8742fe5).
 */
export function tableXml(context: AtomContext, selected: Selected, rows: readonly StoredRecord[]): string {
  const type = typeName(selected.set.name)
  const elements = rows.map((row) => blockTag('d:element', propertyTags(context, selected, row), { 'm:type': type }))
  return blockTag('d:Result', elements, { ...PREFIXES, 'm:type': `Collection(${type})` })
}

export function entryAtom(context: AtomContext, selected: Selected, row: StoredRecord): string {
  const attributes = { xmlns: ATOM, ...PREFIXES, 'xml:base': `${context.root}/` }
  return entry(context, inMetadataOrder(selected), row, attributes)
}

export type ChangeEntry = { set: EntitySet; record: StoredRecord } | { set: EntitySet; deleted: StoredRecord }

/** The message of `SelectChanges`; a deleted object is a tombstone of RFC 6721. */
export function changesAtom(context: AtomContext, changes: readonly ChangeEntry[]): string {
  return feed(
    context,
    changes.map((change) => {
      if ('record' in change) {
        const { set } = change
        const whole = { set, projection: projectionOf(set, null), expansion: new Map() }
        return entry(context, inMetadataOrder(whole), change.record)
      }
      const ref = `${context.root}/${entityUrl(change.set, change.deleted)}`
      return emptyTag('at:deleted-entry', { ref, when: context.base.now() })
    }),
  )
}

/** One property of an entity. */
export function propertyAtom({ base }: AtomContext, property: Property, row: StoredRecord): string {
  return fieldTag(base, wholeField(property), row, '', PREFIXES)
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
  const properties = propertyTags(context, selected, row)
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

/** A virtual table and a composite reference hold an expanded object among the properties, not behind a link (1c-odata §9). */
function propertyTags(context: AtomContext, { set, projection, expansion }: Selected, row: StoredRecord): string[] {
  const inside = [...expansion].flatMap(([name, branches]) =>
    branches.flatMap((branch) => {
      if (!branch.isComposite && set.form !== 'result') return []
      const record = expandedRecord(context.base, branch, row)
      if (!record) return []
      const tag = branch.isComposite ? `d:${name}_Expanded` : `d:${name}`
      return [blockTag(tag, propertyTags(context, branch.selected(), record), { 'm:type': typeName(branch.to) })]
    }),
  )
  return [
    ...projection.fields.map((field) => fieldTag(context.base, field, row, presentationText(context, set, field, row))),
    ...inside,
  ]
}

function relatedLink(
  context: AtomContext,
  selected: Selected,
  row: StoredRecord,
  link: Navigation,
  url: string,
): string[] {
  if (!isFilled(row[link.property]) && !context.base.faults.linksOfEmpty) return []
  const attributes = {
    rel: `${DATA}/related/${link.name}`,
    href: `${url}/${link.name}`,
    type: ENTRY_TYPE,
    title: link.name,
  }
  const [expanded]: readonly Expanded[] =
    selected.set.form === 'result' ? [] : (selected.expansion.get(link.name) ?? [])
  const record = expanded && expandedRecord(context.base, expanded, row)
  if (!expanded || !record) return [emptyTag('link', attributes)]
  return [blockTag('link', [blockTag('m:inline', [entry(context, expanded.selected(), record)])], attributes)]
}

function presentationText(context: AtomContext, set: EntitySet, field: Field, row: StoredRecord): string {
  if (field.kind !== 'presentation') return ''
  return field.property
    ? propertyPresentation(field.property, row, context.base.dereference)
    : presentationOf(set.object, row)
}

function fieldTag(
  base: Infobase,
  field: Field,
  row: StoredRecord,
  presentation: string,
  attributes: XmlAttributes = {},
): string {
  if (field.kind === 'presentation') return textTag(`d:${field.name}`, printable(base, presentation), attributes)
  const { name, type } = field.property
  const value = row[name]
  if (field.kind === 'property') return valueTag(base, field.property, value, attributes)
  const rowType = type.kind === 'rows' ? `StandardODATA.${type.type.name}` : ''
  const elements = (Array.isArray(value) ? value : []).map((item) =>
    blockTag(
      'd:element',
      columnsShown(field.columns).map((column) => valueTag(base, column, item[column.name])),
      { 'm:type': rowType },
    ),
  )
  return blockTag(`d:${name}`, elements, { 'm:type': `Collection(${rowType})`, ...attributes })
}

/** Unlike JSON, Atom rows do not repeat the key of their owner (1c-samples/atom). */
const columnsShown = (columns: readonly Property[]) => columns.filter((column) => column.name !== 'Ref_Key')

function valueTag(
  base: Infobase,
  property: Property,
  stored: Value | undefined,
  attributes: XmlAttributes = {},
): string {
  const value = wireValue(base, property, stored)
  if (value === null) return emptyTag(`d:${property.name}`, { 'm:null': 'true', ...attributes })
  const text = typeof value === 'number' ? decimalText(value, property.type) : String(value)
  return textTag(`d:${property.name}`, text, attributes)
}

function wholeField(property: Property): Field {
  return property.type.kind === 'rows'
    ? { kind: 'rows', property, columns: property.type.type.properties }
    : { kind: 'property', property }
}

/** A single entity shows its properties as `$metadata` does (the guide's sample, 17.4.13.1.2), a list in an order of its own. */
function inMetadataOrder(selected: Selected): Selected {
  const { set, projection } = selected
  const place = (field: Field) =>
    field.kind === 'presentation' ? set.properties.length : set.properties.indexOf(field.property)
  const fields = [...projection.fields].sort((a, b) => place(a) - place(b))
  return { ...selected, projection: { ...projection, fields } }
}
