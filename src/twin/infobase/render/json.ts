/** JSON replies (1c-odata §5): Int64 as text, dates without a zone, a link for every filled reference. */

import { decimalText, edmType, isInt64 } from '../edm.ts'
import type { Infobase } from '../infobase.ts'
import { entityUrl } from '../keys.ts'
import { presentationOf, propertyPresentation } from '../presentation.ts'
import type { Field } from '../query/projection.ts'
import type { Expanded, Selected } from '../query/selected.ts'
import { isFilled, type StoredRecord, typeName, type Value } from '../record.ts'
import type { EntitySet, Navigation, Property } from '../schema.ts'
import { printable } from './characters.ts'
import { expandedRecord } from './expanded.ts'
import { arrayText, type Member, objectText, stringText } from './json-text.ts'
import { wireValue } from './wire-value.ts'

export type JsonContext = {
  base: Infobase
  /** The absolute address of the service root, without a slash at the end. */
  root: string
  metadata: 'none' | 'minimal' | 'full'
}

export function listJson(
  context: JsonContext,
  selected: Selected,
  rows: readonly StoredRecord[],
  count: number | null,
): string {
  const items = rows.map((row) => objectText(entityMembers(context, selected, row)))
  return objectText([
    ...metadataMember(context, selected.set.name),
    ...(count === null ? [] : [['odata.count', stringText(String(count))] as Member]),
    ['value', arrayText(items)],
  ])
}

/** A single entity; its properties come in an order of their own, not that of lists (1c-samples/json). */
export function entityJson(context: JsonContext, selected: Selected, row: StoredRecord): string {
  const fields = [...selected.projection.fields].sort((a, b) => scatter(fieldName(a)) - scatter(fieldName(b)))
  const shuffled = { ...selected, projection: { ...selected.projection, fields } }
  return objectText([
    ...metadataMember(context, `${selected.set.name}/@Element`),
    ...entityMembers(context, shuffled, row),
  ])
}

/** One property: `…/Description`, `…/КонтактнаяИнформация`. */
export function propertyJson(context: JsonContext, property: Property, row: StoredRecord): string {
  const field: Field =
    property.type.kind === 'rows'
      ? { kind: 'rows', property, columns: property.type.type.properties }
      : { kind: 'property', property }
  return objectText([...metadataMember(context, edmType(property.type)), ['value', fieldText(context, field, row)]])
}

function metadataMember(context: JsonContext, fragment: string): Member[] {
  return context.metadata === 'none' ? [] : [['odata.metadata', stringText(`${context.root}/$metadata#${fragment}`)]]
}

function entityMembers(context: JsonContext, selected: Selected, row: StoredRecord): Member[] {
  const { set, projection } = selected
  return [
    ...(context.metadata === 'full' ? identityMembers(context, set, row) : []),
    ...projection.fields.map((field): Member => [fieldName(field), fieldText(context, field, row, set)]),
    ...projection.navigation.flatMap((link) => linkMembers(context, selected, row, link)),
    ...compositeMembers(context, selected, row),
  ]
}

function identityMembers({ root }: JsonContext, set: EntitySet, row: StoredRecord): Member[] {
  const type: Member = ['odata.type', stringText(typeName(set.name))]
  if (set.key.length === 0) return [type]
  const url = entityUrl(set, row)
  return [type, ['odata.id', stringText(`${root}/${url}`)], ['odata.editLink', stringText(url)]]
}

/** Only a filled reference has a link; an expanded one shows the object instead. */
function linkMembers(
  context: JsonContext,
  { set, expansion }: Selected,
  row: StoredRecord,
  link: Navigation,
): Member[] {
  const guid = row[link.property]
  const [expanded] = expansion.get(link.name) ?? []
  if (expanded) return [[link.name, expandedText(context, expanded, row)]]
  const isShown = isFilled(guid) || context.base.faults.linksOfEmpty
  if (context.metadata === 'none' || !isShown || set.key.length === 0) return []
  return [[`${link.name}@navigationLinkUrl`, stringText(`${entityUrl(set, row)}/${link.name}`)]]
}

/** A composite reference keeps its name for its value; the object stands beside it under `_Expanded`. */
function compositeMembers(context: JsonContext, { expansion }: Selected, row: StoredRecord): Member[] {
  return [...expansion].flatMap(([name, branches]) => {
    const fitting = branches.find((branch) => branch.isComposite && expandedRecord(context.base, branch, row))
    return fitting ? [[`${name}_Expanded`, expandedText(context, fitting, row)] as Member] : []
  })
}

function expandedText(context: JsonContext, expanded: Expanded, row: StoredRecord): string {
  const record = expandedRecord(context.base, expanded, row)
  return record ? objectText(entityMembers(context, expanded.selected(), record)) : 'null'
}

function fieldText(context: JsonContext, field: Field, row: StoredRecord, set?: EntitySet): string {
  if (field.kind === 'presentation') {
    const text = field.property
      ? propertyPresentation(field.property, row, context.base.dereference)
      : set
        ? presentationOf(set.object, row)
        : ''
    return stringText(printable(context.base, text))
  }
  const value = row[field.property.name]
  if (field.kind === 'property') return valueText(context.base, field.property, value)
  const rows = Array.isArray(value) ? value : []
  return arrayText(rows.map((item) => objectText(rowMembers(context, field, row, item))))
}

/** Rows repeat the key of their owner, unless a column was asked for by name. */
function rowMembers(
  { base }: JsonContext,
  field: Extract<Field, { kind: 'rows' }>,
  owner: StoredRecord,
  row: StoredRecord,
): Member[] {
  const complete: StoredRecord = { ...(owner.Ref_Key === undefined ? {} : { Ref_Key: owner.Ref_Key }), ...row }
  return field.columns.map((column): Member => [column.name, valueText(base, column, complete[column.name])])
}

function valueText(base: Infobase, property: Property, stored: Value | undefined): string {
  const value = wireValue(base, property, stored)
  if (value === null) return 'null'
  if (typeof value === 'number') {
    const text = decimalText(value, property.type)
    return isInt64(property.type) && base.faults.int64AsText ? stringText(text) : text
  }
  if (typeof value === 'string') return stringText(value)
  return String(value)
}

const fieldName = (field: Field) => (field.kind === 'presentation' ? field.name : field.property.name)

/** A fixed but arbitrary place for a name, so that nobody can rely on the order of a single entity. */
function scatter(name: string): number {
  let hash = 7
  for (const char of name) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 10007
  return hash
}
