/** Reading: lists, counts, single entities, dotted paths and virtual tables (1c-odata §2, §9, §10). */
import { setName } from '../configuration.ts'
import { accessDenied, extraSegments, instanceNotFound, segmentNotFound, unsupportedOption } from '../errors.ts'
import { keyOf } from '../keys.ts'
import { parseExpansion } from '../query/expansion.ts'
import { parseOptions } from '../query/options.ts'
import { projectionOf } from '../query/projection.ts'
import { rowsOfSet } from '../query/rows.ts'
import { filterRows, runQuery } from '../query/run.ts'
import type { StoredRecord } from '../record.ts'
import { entryAtom, listAtom, propertyAtom } from '../render/atom.ts'
import { entityJson, listJson, propertyJson, type Selected } from '../render/json.ts'
import type { EntitySet } from '../schema.ts'
import type { Segment } from '../url/segments.ts'
import { type TableFunction, tableArguments } from '../virtual-tables/functions.ts'
import { type ODataRequest, type Reply, reply } from './request.ts'
import { mayRead, requireRead, wantsAllowedOnly } from './rights.ts'

export function listRows(request: ODataRequest, set: EntitySet): Reply {
  return listing(request, set, readableRows(request, set))
}

export function countRows(request: ODataRequest, set: EntitySet): Reply {
  const { filter } = parseOptions(request.query)
  const count = filterRows(request.base, set, readableRows(request, set), filter).length
  return reply(request, 'text', String(count))
}

export function readTable(request: ODataRequest, set: EntitySet, known: TableFunction, inside: string | null): Reply {
  requireRead(request, set)
  const { shape, rows } = known.run(request.base, set, tableArguments(known, inside, request.query))
  return listing(request, shape, rows)
}

/** `$expand` works on sets only (1c-odata §9). */
export function readEntity(request: ODataRequest, set: EntitySet, key: StoredRecord): Reply {
  const { select, expand } = parseOptions(request.query)
  if (expand !== null) throw unsupportedOption('$expand')
  return entityReply(request, set, findEntity(request, set, key), select)
}

/** `(key)/Ref/Prop`: along references to an object or one of its properties. */
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
  if (rest.length > 0) throw extraSegments()
  const { base, root, format } = request
  return format.kind === 'json'
    ? reply(request, 'json', propertyJson({ base, root, metadata: format.metadata }, property, record))
    : reply(request, 'xml', propertyAtom(property, record))
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
  const selected: Selected = { set, projection: projectionOf(set, select), expansion: new Map() }
  return format.kind === 'json'
    ? reply(request, 'json', entityJson({ base, root, metadata: format.metadata }, selected, record), status)
    : reply(request, 'entry', entryAtom({ base, root }, selected, record), status)
}

/** @throws code 9 when there is no such entity, code 20 when the user may not see it. */
export function findEntity(request: ODataRequest, set: EntitySet, key: StoredRecord): StoredRecord {
  requireRead(request, set)
  const isRow = set.form === 'section' || set.form === 'records'
  const record = isRow ? findRow(request, set, key) : request.base.get(set.name, keyOf(set, key))
  if (!record) throw instanceNotFound(set.object.name)
  return record
}

/** Rows of sections and record sets are stored with their owner and have no key of their own to be found by. */
function findRow({ base }: ODataRequest, set: EntitySet, key: StoredRecord): StoredRecord | undefined {
  return rowsOfSet(base, set).find((row) => set.key.every((name) => row[name] === key[name]))
}

function readableRows(request: ODataRequest, set: EntitySet): readonly StoredRecord[] {
  if (mayRead(request, set)) return rowsOfSet(request.base, set)
  const isEmpty = request.base.store.table(setName(set.object)).size === 0
  if (wantsAllowedOnly(request) || isEmpty) return []
  throw accessDenied()
}

function listing(request: ODataRequest, set: EntitySet, rows: readonly StoredRecord[]): Reply {
  const { base, root, format } = request
  const options = parseOptions(request.query)
  const selected: Selected = {
    set,
    projection: projectionOf(set, options.select),
    expansion: parseExpansion(base.schema, set, options.expand),
  }
  const result = runQuery(base, set, rows, options)
  return format.kind === 'json'
    ? reply(request, 'json', listJson({ base, root, metadata: format.metadata }, selected, result.rows, result.count))
    : reply(request, 'feed', listAtom({ base, root }, selected, result.rows, result.count))
}
