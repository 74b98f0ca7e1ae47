/** From a parsed URL to the operation it means (1c-odata §2). */
import { extraSegments, methodNotAllowed, setNotFound } from '../errors.ts'
import type { StoredRecord } from '../record.ts'
import { metadataXml } from '../render/metadata.ts'
import { serviceDocumentJson, serviceDocumentXml } from '../render/service-document.ts'
import type { EntitySet } from '../schema.ts'
import { parseKey } from '../url/key.ts'
import type { Segment } from '../url/segments.ts'
import { noFunction, tableFunctionOf } from '../virtual-tables/functions.ts'
import { actionNamed, runAction } from './actions.ts'
import { notifyReceived, sendChanges } from './exchange.ts'
import { countRows, listRows, readEntity, readPath, readTable } from './read.ts'
import { type ODataRequest, type Reply, reply } from './request.ts'
import { changeEntity, createEntity, deleteEntity } from './write.ts'

/** @throws an ODataError for everything 1C would refuse. */
export function answer(request: ODataRequest): Reply {
  const [first, ...rest] = request.segments
  if (!first) return get(request, () => serviceDocument(request))
  if (first.name === '$metadata') {
    noMore(rest)
    return get(request, () => reply(request, 'xml', metadataXml(request.base.schema)))
  }
  if (first.name === 'SelectChanges') return post(request, () => sendChanges(request))
  if (first.name === 'NotifyChangesReceived') return post(request, () => notifyReceived(request))
  const set = request.base.schema.sets.get(first.name)
  if (!set) throw setNotFound(first.name)
  return first.inside === null
    ? collection(request, set, rest)
    : entity(request, set, parseKey(set, first.inside), rest)
}

function collection(request: ODataRequest, set: EntitySet, rest: readonly Segment[]): Reply {
  const [segment, ...more] = rest
  if (!segment) {
    if (request.method === 'POST') return createEntity(request, set)
    return get(request, () => listRows(request, set))
  }
  noMore(more)
  if (segment.name === '$count' && request.base.faults.countSupported)
    return get(request, () => countRows(request, set))
  const known = tableFunctionOf(set, segment.name)
  if (!known) throw noFunction(set, segment.name)
  return get(request, () => readTable(request, set, known, segment.inside))
}

function entity(request: ODataRequest, set: EntitySet, key: StoredRecord, rest: readonly Segment[]): Reply {
  const [segment, ...more] = rest
  const action = segment && actionNamed(segment.name)
  if (action) {
    noMore(more)
    return post(request, () => runAction(request, set, key, action))
  }
  if (segment) return get(request, () => readPath(request, set, key, rest))
  switch (request.method) {
    case 'GET':
      return readEntity(request, set, key)
    case 'PATCH':
    case 'PUT':
      return changeEntity(request, set, key)
    case 'DELETE':
      return deleteEntity(request, set, key)
    default:
      throw methodNotAllowed(request.method)
  }
}

function serviceDocument(request: ODataRequest): Reply {
  const { schema } = request.base
  return request.format.kind === 'json'
    ? reply(request, 'json', serviceDocumentJson(schema, request.root))
    : reply(request, 'xml', serviceDocumentXml(schema, request.root))
}

function get(request: ODataRequest, run: () => Reply): Reply {
  if (request.method !== 'GET') throw methodNotAllowed(request.method)
  return run()
}

function post(request: ODataRequest, run: () => Reply): Reply {
  if (request.method !== 'POST') throw methodNotAllowed(request.method)
  return run()
}

function noMore(rest: readonly unknown[]): void {
  if (rest.length > 0) throw extraSegments()
}
