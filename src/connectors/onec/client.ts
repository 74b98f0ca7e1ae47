import { HubError } from '../../errors.ts'
import type { RawRecord } from '../../model/raw.ts'
import { type Change, readAtom } from './atom.ts'
import { openHttp, type RequestSeen } from './http.ts'
import { formatBody, parseList, parseOne } from './json.ts'
import { entityPath } from './literals.ts'
import { type Metadata, readMetadata } from './metadata.ts'

/** Query of a list; `filter` and `orderby` in OData's words (1c-odata §9), `select` as property names. */
export interface Query {
  filter?: string | undefined
  select?: readonly string[] | undefined
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
  count(set: string, filter?: string): Promise<number>
  /** Null when there is no such object (any more). */
  get(set: string, ref: string): Promise<RawRecord | null>
  /** POST; gives the object as 1C stored it. */
  create(set: string, body: RawRecord): Promise<RawRecord>
  /** PATCH of the given properties; gives the whole object. A section in `body` replaces all its rows (1c-odata §12). */
  patch(set: string, ref: string, body: RawRecord): Promise<RawRecord>
  /** Posts a document or takes it back (not in the operational mode, 1c-odata §13). */
  act(set: string, ref: string, action: 'Post' | 'Unpost'): Promise<void>
  metadata(): Promise<Metadata>
  /**
   * Everything registered for the node, numbered `messageNo` (1c-odata §14). Never repeated here: an abandoned call may
   * still be at work in 1C and would number changes that the second one does not show.
   */
  selectChanges(node: ExchangeNode, messageNo: number): AsyncIterable<Change>
  /** Forgets registrations up to `messageNo`: only after everything of it was committed. */
  notifyChangesReceived(node: ExchangeNode, messageNo: number): Promise<void>
  close(): void
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
  /** Told of every request, repetitions included. */
  onRequest?: (request: RequestSeen) => void
}

const json = 'application/json'
const xml = 'application/xml'

export function openOnec({ url, timeoutMs = 60_000, pauseMs = 300, ...options }: OnecOptions): Onec {
  const root = rootOf(url)
  const http = openHttp({ ...options, root, timeoutMs, pauseMs })
  const asJson = { $format: 'json' }
  /** Without `$format` and with XML in `Accept`: SelectChanges in JSON is undocumented (1c-odata §4). */
  const exchange = (operation: string, node: ExchangeNode, messageNo: number) => ({
    method: 'POST' as const,
    segments: [operation],
    query: { DataExchangePoint: `'${root}/${entityPath(node.set, node.ref)}'`, MessageNo: String(messageNo) },
    accept: `application/atom+xml,${xml}`,
  })

  return {
    root,

    list(set, { filter, select, orderby, top, skip } = {}) {
      const query = {
        ...asJson,
        $filter: filter,
        $select: select?.join(','),
        $orderby: orderby,
        $top: top?.toString(),
        $skip: skip?.toString(),
      }
      return http.again(() =>
        http.ask({ method: 'GET', segments: [set], query, accept: json }, (body) => parseList(body).rows),
      )
    },

    count(set, filter) {
      const call = {
        method: 'GET' as const,
        segments: [set, '$count'],
        query: { $filter: filter },
        accept: 'text/plain',
      }
      return http.again(() => http.ask(call, parseCount))
    },

    async get(set, ref) {
      const call = { method: 'GET' as const, segments: [entityPath(set, ref)], query: asJson, accept: json }
      try {
        return await http.again(() => http.ask(call, parseOne))
      } catch (error) {
        if (error instanceof HubError && error.facts.reason === 'not_found') return null
        throw error
      }
    },

    async create(set, body) {
      return http.ask(
        { method: 'POST', segments: [set], query: asJson, body: formatBody(body), accept: json, write: true },
        parseOne,
      )
    },

    async patch(set, ref, body) {
      const segments = [entityPath(set, ref)]
      return http.ask(
        { method: 'PATCH', segments, query: asJson, body: formatBody(body), accept: json, write: true },
        parseOne,
      )
    },

    async act(set, ref, action) {
      const segments = [entityPath(set, ref), action]
      const query = { ...asJson, PostingModeOperational: action === 'Post' ? 'false' : undefined }
      await http.ask({ method: 'POST', segments, query, accept: json, write: true }, () => null)
    },

    metadata() {
      const call = { method: 'GET' as const, segments: ['$metadata'], accept: xml }
      return http.again(() => http.digest(call, readMetadata))
    },

    selectChanges(node, messageNo) {
      return http.stream(exchange('SelectChanges', node, messageNo), readAtom)
    },

    async notifyChangesReceived(node, messageNo) {
      await http.ask({ ...exchange('NotifyChangesReceived', node, messageNo), write: true }, () => null)
    },

    close: http.close,
  }
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
