/** Creating, changing and deleting objects: catalog items, documents, exchange nodes (1c-odata §12). */
import { randomUUID } from 'node:crypto'
import { FIRST_VERSION, nextVersion } from '../data-version.ts'
import { instanceNotFound, missingProperty, refused } from '../errors.ts'
import { forgetNode } from '../exchange-plan.ts'
import type { Infobase } from '../infobase.ts'
import { EMPTY_DATE, type StoredRecord, textIn } from '../record.ts'
import type { EntitySet, Property } from '../schema.ts'
import { assign, type Body, emptyRecord } from './assign.ts'
import { handled, type WriteMode } from './handler.ts'
import { clearMovements } from './movements.ts'
import { noteCode, takeCode } from './numbering.ts'

/** Set by the platform; a value in the body is ignored. */
const PLATFORM_OWNED = new Set([
  'Ref_Key',
  'DataVersion',
  'Posted',
  'Predefined',
  'PredefinedDataName',
  'ThisNode',
  'Started',
  'Completed',
  'Executed',
])

/** What a folder has of its own; its other properties read as null. */
const FOLDER_PROPERTIES = new Set([
  'Ref_Key',
  'Predefined',
  'PredefinedDataName',
  'DataVersion',
  'Description',
  'Code',
  'Parent_Key',
  'IsFolder',
  'DeletionMark',
])

/** @param key The GUID to create it under; a fresh one when absent. */
export function createObject(
  base: Infobase,
  set: EntitySet,
  body: Body,
  key: string = randomUUID(),
  mode: WriteMode = 'handled',
): StoredRecord {
  const properties = propertiesFor(set, body.IsFolder === true)
  const empty = { ...emptyRecord(properties), Ref_Key: key, DataVersion: FIRST_VERSION }
  const assigned = assign(base, writable(properties), empty, body)
  const record = handled(base, set, numbered(base, set, assigned), mode)
  base.keep(set.name, key, record)
  return record
}

/** Changes what the body names and nothing else; tabular sections in it replace all rows. */
export function changeObject(
  base: Infobase,
  set: EntitySet,
  key: string,
  body: Body,
  mode: WriteMode = 'handled',
): StoredRecord {
  const current = base.get(set.name, key)
  if (!current) throw instanceNotFound(set.object.name)
  const properties = propertiesFor(set, current.IsFolder === true).filter((property) => property.name !== 'IsFolder')
  const next = assign(base, writable(properties), current, body)
  if (next.Posted === true && next.DeletionMark === true) {
    throw refused('Помеченный на удаление документ не может быть проведен!')
  }
  claimCode(base, set, next, current)
  return keepChanged(base, set, current, handled(base, set, next, mode))
}

/** PUT: every property is required, references by `@odata.bind` only. */
export function replaceObject(
  base: Infobase,
  set: EntitySet,
  key: string,
  body: Body,
  mode: WriteMode = 'handled',
): StoredRecord {
  for (const property of writable(set.properties)) {
    if (property.type.kind === 'stream') continue
    const name = property.type.kind === 'reference' ? `${property.attribute}@odata.bind` : property.name
    if (body[name] === undefined) throw missingProperty(name)
  }
  return changeObject(base, set, key, body, mode)
}

/** Physical deletion, without a mark and without asking who refers to the object. */
export function deleteObject(base: Infobase, set: EntitySet, key: string): void {
  if (!base.get(set.name, key)) throw instanceNotFound(set.object.name)
  if (set.object.kind === 'Document') clearMovements(base, set, key)
  if (set.object.kind === 'ExchangePlan') forgetNode(base, key)
  base.drop(set.name, key)
}

/** Stores a changed object under its next version; every write counts, even one that changed nothing. */
export function keepChanged(base: Infobase, set: EntitySet, current: StoredRecord, next: StoredRecord): StoredRecord {
  const record = { ...next, DataVersion: nextVersion(textIn(current, 'DataVersion')) }
  base.keep(set.name, textIn(current, 'Ref_Key'), record)
  return record
}

function propertiesFor(set: EntitySet, isFolder: boolean): readonly Property[] {
  return isFolder ? set.properties.filter((property) => FOLDER_PROPERTIES.has(property.name)) : set.properties
}

function writable(properties: readonly Property[]): readonly Property[] {
  return properties.filter((property) => !PLATFORM_OWNED.has(property.name))
}

/** Assigns `Code` or `Number`, and the date of a document that came without one. */
function numbered(base: Infobase, set: EntitySet, record: StoredRecord): StoredRecord {
  const { object } = set
  const property = codeProperty(set)
  const length =
    'numberLength' in object
      ? object.numberLength
      : 'codeLength' in object && object.kind !== 'ExchangePlan'
        ? object.codeLength
        : 0
  const dated = 'numberLength' in object && record.Date === EMPTY_DATE ? { ...record, Date: base.now() } : record
  if (length === 0) return dated
  if (textIn(dated, property) === '') return { ...dated, [property]: takeCode(base, set.name, property, length) }
  claimCode(base, set, dated, undefined)
  return dated
}

const codeProperty = ({ object }: EntitySet) => ('numberLength' in object ? 'Number' : 'Code')

/** A code or number given by hand is not given out again. Codes of a catalog are unique: the platform refuses a repeated one. */
function claimCode(base: Infobase, set: EntitySet, next: StoredRecord, current: StoredRecord | undefined): void {
  const property = codeProperty(set)
  const code = textIn(next, property)
  if (code === '' || code === current?.[property]) return
  const isTaken = (record: StoredRecord) => record.Code === code && record.Ref_Key !== next.Ref_Key
  if (set.object.kind === 'Catalog' && base.find(set.name, isTaken)) throw refused('Значение поля "Код" не уникально')
  noteCode(base, set.name, property, code)
}
