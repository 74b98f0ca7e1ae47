/** Reading: lists, counts, single entities, dotted paths and virtual tables (1c-odata §2, §9, §10). */
import { setName } from '../configuration.ts'
import {
  accessDenied,
  extraSegments,
  instanceNotFound,
  notSupported,
  outOfMemory,
  segmentNotFound,
  unsupportedOption,
} from '../errors.ts'
import { keyOf } from '../keys.ts'
import { parseOptions, type QueryOptions } from '../query/options.ts'
import { rowsOfSet } from '../query/rows.ts'
import { filterRows, runQuery } from '../query/run.ts'
import { selectedOf } from '../query/selected.ts'
import { rowsIn, type StoredRecord } from '../record.ts'
import { entryAtom, listAtom, propertyAtom, tableXml } from '../render/atom.ts'
import { entityJson, listJson, propertyJson } from '../render/json.ts'
import type { EntitySet, Property } from '../schema.ts'
import type { Segment } from '../url/segments.ts'
import { contentOf } from '../value-storage.ts'
import type { TableFunction } from '../virtual-tables/functions.ts'
import { tableArguments } from '../virtual-tables/table-arguments.ts'
import { type ODataRequest, type Reply, reply } from './request.ts'
import { mayRead, requireRead, visibility, wantsAllowedOnly } from './rights.ts'

export function listRows(request: ODataRequest, set: EntitySet): Reply {
  const options = parseOptions(request.query)
  return listing(request, set, readableRows(request, set, options), options)
}

export function countRows(request: ODataRequest, set: EntitySet): Reply {
  const options = parseOptions(request.query)
  const count = filterRows(request.base, set, readableRows(request, set, options), options.filter).length
  return reply(request, 'text', String(count))
}

export function readTable(request: ODataRequest, set: EntitySet, known: TableFunction, inside: string | null): Reply {
  requireRead(request, set)
  const { shape, rows } = known.run(request.base, set, tableArguments(known.parameters, inside, request.query))
  const options = parseOptions(request.query)
  if (!known.isUnordered) return listing(request, shape, rows, options)
  if (options.skip > 0) throw unsupportedOption('$skip')
  return listing(request, shape, rows, { ...options, orderBy: [] })
}

/** `$expand` works on sets only (1c-odata §9). */
export function readEntity(request: ODataRequest, set: EntitySet, key: StoredRecord): Reply {
  const { select, expand } = parseOptions(request.query)
  if (expand !== null) throw unsupportedOption('$expand')
  return entityReply(request, set, findEntity(request, set, key), select)
}

/** `(key)/Ref/Prop`: along references to an object, one of its properties or the bytes of a value storage. */
export function readPath(request: ODataRequest, set: EntitySet, key: StoredRecord, path: readonly Segment[]): Reply {
  const [segment, ...rest] = path
  const record = findEntity(request, set, key)
  if (!segment) return entityReply(request, set, record, parseOptions(request.query).select)
  const link = set.navigation.find((candidate) => candidate.name === segment.name)
  if (link) {
    const target = request.base.entitySet(link.to)
    return readPath(request, target, { Ref_Key: record[link.property] ?? null }, rest)
  }
  const property = set.properties.find((candidate) => candidate.name === segment.name)
  if (!property || segment.inside !== null) throw segmentNotFound(segment.name)
  if (property.type.kind === 'stream') return storageReply(property, record, rest)
  if (rest.length > 0) throw extraSegments()
  const { base, root, format } = request
  return format.kind === 'json'
    ? reply(request, 'json', propertyJson({ base, root, metadata: format.metadata }, property, record))
    : reply(request, 'xml', propertyAtom({ base, root }, property, record))
}

/** `(key)/X/$value`, and `(key)/X` as the way there. */
function storageReply({ attribute }: Property, record: StoredRecord, rest: readonly Segment[]): Reply {
  const [last, ...more] = rest
  if (more.length > 0 || (last && last.name !== '$value')) throw extraSegments()
  const { mediaType, bytes } = contentOf(record, attribute)
  return { status: 200, headers: { 'Content-Type': mediaType, DataServiceVersion: '3.0' }, body: bytes }
}

/** The answer that shows one entity whole, or as `$select` has it. */
export function entityReply(
  request: ODataRequest,
  set: EntitySet,
  record: StoredRecord,
  select: string | null,
  status = 200,
): Reply {
  const { base, root, format } = request
  const selected = selectedOf(base.schema, set, select, null)
  return format.kind === 'json'
    ? reply(request, 'json', entityJson({ base, root, metadata: format.metadata }, selected, record), status)
    : reply(request, 'entry', entryAtom({ base, root }, selected, record), status)
}

/** @throws code 9 when there is no such entity, code 20 when the user may not see it. */
export function findEntity(request: ODataRequest, set: EntitySet, key: StoredRecord): StoredRecord {
  requireRead(request, set)
  if (set.form === 'journal') throw notSupported('Чтение записи журнала документов по ключу')
  const isRow = set.form === 'section' || set.form === 'records'
  const record = isRow ? findRow(request, set, key) : request.base.get(set.name, keyOf(set, key))
  if (!record) throw instanceNotFound(set.object.name)
  if (visibility(request, set)?.(record) === false) throw accessDenied()
  return record
}

/** Rows of sections and record sets are stored with their owner and have no key of their own to be found by. */
function findRow({ base }: ODataRequest, set: EntitySet, key: StoredRecord): StoredRecord | undefined {
  return rowsOfSet(base, set).find((row) => set.key.every((name) => row[name] === key[name]))
}

/**
 * The rows a user may choose from. A restriction by record drops rows with `allowedOnly`; without it one such row among
 * those chosen is a refusal of everything (1c-odata §9).
 */
function readableRows(request: ODataRequest, set: EntitySet, { filter }: QueryOptions): readonly StoredRecord[] {
  const isAllowedOnly = wantsAllowedOnly(request)
  if (!mayRead(request, set)) {
    const isEmpty = request.base.store.table(setName(set.object)).size === 0
    if (isAllowedOnly || isEmpty) return []
    throw accessDenied()
  }
  const rows = rowsOfSet(request.base, set)
  requireMemory(request, set, rows)
  const isVisible = visibility(request, set)
  if (!isVisible) return rows
  if (isAllowedOnly) return rows.filter(isVisible)
  if (!filterRows(request.base, set, rows, filter).every(isVisible)) throw accessDenied()
  return rows
}

/** A register read as record sets is put together whole before anything of it is chosen (1c-odata §9). */
function requireMemory({ base }: ODataRequest, set: EntitySet, rows: readonly StoredRecord[]): void {
  const { recordSetRowLimit } = base.faults
  if (set.form !== 'recordSet' || recordSetRowLimit === null) return
  const count = rows.reduce((sum, row) => sum + rowsIn(row, 'RecordSet').length, 0)
  if (count > recordSetRowLimit) throw outOfMemory()
}

function listing(request: ODataRequest, set: EntitySet, rows: readonly StoredRecord[], options: QueryOptions): Reply {
  const { base, root, format } = request
  const selected = selectedOf(base.schema, set, options.select, options.expand)
  const result = runQuery(base, set, rows, options)
  if (format.kind === 'json')
    return reply(
      request,
      'json',
      listJson({ base, root, metadata: format.metadata }, selected, result.rows, result.count),
    )
  return set.form === 'result'
    ? reply(request, 'xml', tableXml({ base, root }, selected, result.rows))
    : reply(request, 'feed', listAtom({ base, root }, selected, result.rows, result.count))
}
