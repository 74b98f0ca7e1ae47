import { type Facts, HubError } from '../../errors.ts'
import type { RawRecord } from '../../model/raw.ts'
import { type Change, readAtom } from './atom.ts'
import { type Body, type Health, type Http, openHttp } from './http.ts'
import { formatBody, parseList, parseOne } from './json.ts'
import { entityPath } from './literals.ts'
import type { Metadata } from './metadata.ts'
import { type CachedMetadata, cachedMetadata } from './metadata-cache.ts'
import type { Lane } from './sessions.ts'
import { typedChange } from './typed.ts'
import type { Call, RequestSeen } from './wire.ts'

/** Query of a list; `filter` and `orderby` in OData's words (1c-odata §9), `select` as property names. */
export interface Query {
  filter?: string | undefined
  select?: readonly string[] | undefined
  /** References whose objects come with each record (1c-odata §9). */
  expand?: readonly string[] | undefined
  orderby?: string | undefined
  top?: number | undefined
  skip?: number | undefined
}

/** Node of an exchange plan. */
export interface ExchangeNode {
  set: string
  ref: string
}

/**
 * An infobase behind the standard OData interface. Reads repeat themselves through passing failures; writes never do:
 * UnknownOutcomeError says that 1C may have done it (see `sink.ts` for how to find out). Errors: `errors.ts`.
 */
export interface Onec {
  /** `…/odata/standard.odata`, the canonical URL that names objects for `DataExchangePoint`. */
  root: string
  list(set: string, query?: Query): Promise<RawRecord[]>
  /** The same for who reads the answer himself, in another thread. */
  listAs<T>(set: string, query: Query, read: (body: Body) => Promise<T>): Promise<T>
  count(set: string, filter?: string): Promise<number>
  /** Null when there is no such object (any more). */
  get(set: string, ref: string): Promise<RawRecord | null>
  /** POST; gives the object as 1C stored it. */
  create(set: string, body: RawRecord): Promise<RawRecord>
  /** PATCH of the given properties; gives the whole object. A section in `body` replaces all its rows (1c-odata §12). */
  patch(set: string, ref: string, body: RawRecord): Promise<RawRecord>
  /** Posts a document or takes it back (not in the operational mode, 1c-odata §13). */
  act(set: string, ref: string, action: 'Post' | 'Unpost'): Promise<void>
  /** What the infobase publishes, as of the last hour, or of now when it did not hold `set` then: `metadata-cache.ts`. */
  metadata(set?: string): Promise<Metadata>
  /** What the infobase publishes now: asks, whatever is known. */
  refreshMetadata(): Promise<Metadata>
  /**
   * Everything registered for the node, numbered `messageNo` (1c-odata §14), typed like JSON once `$metadata` is known.
   * Never repeated here: an abandoned call may still be at work in 1C and would number changes that the second one does
   * not show.
   */
  selectChanges(node: ExchangeNode, messageNo: number): AsyncIterable<Change>
  /** Forgets registrations up to `messageNo`: only after everything of it was committed. */
  notifyChangesReceived(node: ExchangeNode, messageNo: number): Promise<void>
  /** Everything else a publication offers: virtual tables, HTTP services, SOAP. A call that does not write is repeated. */
  call<T>(call: Call, read: (body: string) => T): Promise<T>
  /** A cheap request that keeps a session of 1C warm. */
  ping(): Promise<void>
  /** The same infobase through the same sessions, with this place in the queue for them. */
  lane(lane: Lane): Onec
  health(): Health
  /** Gives the sessions back to 1C. */
  close(): Promise<void>
}

export interface OnecOptions {
  /** Base of the infobase, `http://host/base`. */
  url: string
  user: string
  password: string
  /** For one answer; 1C's first after idleness takes up to 30 s, a write up to 18 s (1c-odata §1, §12). */
  timeoutMs?: number
  /** Pause before a read is repeated for the first time. */
  pauseMs?: number
  /** Sessions in 1C at most; with 1 everything still works, in turns. */
  sessions?: number
  /** A warm session without work for so long is closed; a publication drops it after 20 s by default (1c-odata §1). */
  idleMs?: number
  /** How long 1C is left alone after the first, second, … failed probe. */
  pauses?: readonly number[]
  /** Folder that keeps `$metadata` between starts; without one it is read anew by each. */
  cache?: string | null
  /** Told of every request, repetitions included. */
  onRequest?: (request: RequestSeen) => void
  /** Told why 1C did not do what it was asked: `facts` of the error. */
  onFailure?: (facts: Facts) => void
}

/** A client in the lane of bulk reading; `lane` gives the others. */
export function openOnec({
  url,
  timeoutMs = 60_000,
  pauseMs = 300,
  sessions = 4,
  idleMs = 15_000,
  cache = null,
  ...options
}: OnecOptions): Onec {
  const root = rootOf(url)
  const http = openHttp({ ...options, root, timeoutMs, pauseMs, sessions, idleMs })
  const metadata = cachedMetadata({
    root,
    folder: cache,
    read(digest) {
      const call = { method: 'GET' as const, segments: ['$metadata'], accept: xml }
      return http.again(() => http.digest('sync', call, digest))
    },
  })
  return bind({ root, http, metadata }, 'sync')
}

interface Shared {
  root: string
  http: Http
  metadata: CachedMetadata
}

function bind(shared: Shared, lane: Lane): Onec {
  const { root, http, metadata } = shared
  /** Without `$format` and with XML in `Accept`: SelectChanges in JSON is undocumented (1c-odata §4). */
  const exchange = (operation: string, node: ExchangeNode, messageNo: number) => ({
    method: 'POST' as const,
    segments: [operation],
    query: { DataExchangePoint: `'${root}/${entityPath(node.set, node.ref)}'`, MessageNo: String(messageNo) },
    accept: `application/atom+xml,${xml}`,
  })

  return {
    root,

    list: (set, query) => {
      const call = listCall(set, query)
      return http.again(() => http.ask(lane, call, (body) => parseList(body).rows))
    },

    listAs: (set, query, read) => {
      const call = listCall(set, query)
      return http.again(() => http.take(lane, call, read))
    },

    count(set, filter) {
      const call = {
        method: 'GET' as const,
        segments: [set, '$count'],
        query: { $filter: filter },
        accept: 'text/plain',
      }
      return http.again(() => http.ask(lane, call, parseCount))
    },

    async get(set, ref) {
      const call = { method: 'GET' as const, segments: [entityPath(set, ref)], query: asJson, accept: json }
      try {
        return await http.again(() => http.ask(lane, call, parseOne))
      } catch (error) {
        if (error instanceof HubError && error.facts.reason === 'not_found') return null
        throw error
      }
    },

    async create(set, body) {
      return http.ask(
        lane,
        { method: 'POST', segments: [set], query: asJson, body: formatBody(body), accept: json, write: true },
        parseOne,
      )
    },

    async patch(set, ref, body) {
      const segments = [entityPath(set, ref)]
      return http.ask(
        lane,
        { method: 'PATCH', segments, query: asJson, body: formatBody(body), accept: json, write: true },
        parseOne,
      )
    },

    async act(set, ref, action) {
      const segments = [entityPath(set, ref), action]
      const query = { ...asJson, PostingModeOperational: action === 'Post' ? 'false' : undefined }
      await http.ask(lane, { method: 'POST', segments, query, accept: json, write: true }, () => null)
    },

    metadata: metadata.get,
    refreshMetadata: metadata.refresh,

    async *selectChanges(node, messageNo) {
      for await (const change of http.stream(lane, exchange('SelectChanges', node, messageNo), readAtom)) {
        const known = metadata.known()
        yield known ? typedChange(known, change) : change
      }
    },

    async notifyChangesReceived(node, messageNo) {
      await http.ask(lane, { ...exchange('NotifyChangesReceived', node, messageNo), write: true }, () => null)
    },

    call: (call, read) => (call.write ? http.ask(lane, call, read) : http.again(() => http.ask(lane, call, read))),

    async ping() {
      await http.ask(lane, { method: 'GET', segments: [], query: asJson, accept: json }, () => null)
    },

    lane: (other) => bind(shared, other),
    health: http.health,
    close: http.close,
  }
}

const json = 'application/json'
const xml = 'application/xml'
const asJson = { $format: 'json' }

function listCall(set: string, { filter, select, expand, orderby, top, skip }: Query = {}): Call {
  const query = {
    ...asJson,
    $filter: filter,
    $select: select?.join(','),
    $expand: expand?.join(',') || undefined,
    $orderby: orderby,
    $top: top?.toString(),
    $skip: skip?.toString(),
  }
  return { method: 'GET', segments: [set], query, accept: json }
}

/** Readable (1C's own addresses are not percent-encoded); the OData part is added when it is not there already. */
function rootOf(url: string): string {
  const { origin, pathname } = new URL(url)
  const base = decodeURI(pathname).replace(/\/+$/, '')
  return `${origin}${base.replace(/\/odata\/standard\.odata$/, '')}/odata/standard.odata`
}

function parseCount(body: string): number {
  const digits = body.trim()
  if (!/^\d+$/.test(digits)) throw new TypeError('a count was expected')
  return Number(digits)
}
