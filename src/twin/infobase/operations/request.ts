/** One OData request, parsed, and what is answered to it. */
import type { User } from '../configuration.ts'
import type { Infobase } from '../infobase.ts'
import type { Format } from '../render/format.ts'
import type { Segment } from '../url/segments.ts'

export type ODataRequest = {
  /** The infobase as it is published. */
  base: Infobase
  /** The infobase with everything in it, published or not. */
  whole: Infobase
  user: User
  method: string
  /** The absolute address of the service root, without a slash at the end. */
  root: string
  segments: readonly Segment[]
  query: ReadonlyMap<string, string>
  format: Format
  /** `If-Match`, unquoted; only consulted when the switch is on. */
  ifMatch: string | null
  /** The header `1C_OData-DataLoadMode`: handlers of the configuration do not run (1c-odata §12). */
  isDataLoad: boolean
  contentType: string
  body: string
}

export type Reply = {
  status: number
  reason?: string
  headers: Readonly<Record<string, string>>
  /** Bytes only for what a value storage holds. */
  body: string | Buffer
}

const CONTENT_TYPES = {
  json: 'application/json;charset=utf-8',
  feed: 'application/atom+xml;type=feed;charset=utf-8',
  entry: 'application/atom+xml;type=entry;charset=utf-8',
  xml: 'application/xml;charset=utf-8',
  text: 'text/plain;charset=utf-8',
} as const

/** An answer with a body; the byte order mark is put in front where the switch asks for it (1c-odata §4). */
export function reply(
  request: { base: Infobase },
  type: keyof typeof CONTENT_TYPES,
  body: string,
  status = 200,
): Reply {
  const marked = request.base.faults.bom && (type === 'json' || type === 'text') ? `\uFEFF${body}` : body
  return { status, headers: { 'Content-Type': CONTENT_TYPES[type], DataServiceVersion: '3.0' }, body: marked }
}

export function emptyReply(status: number): Reply {
  return { status, headers: { DataServiceVersion: '3.0' }, body: '' }
}
