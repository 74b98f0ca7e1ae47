/** The interfaces of a publication behind one login: OData, HTTP services, web services (1c-odata §1, §16, §17). */
import { published } from './composition.ts'
import type { User } from './configuration.ts'
import { internalError, ODataError } from './errors.ts'
import { platformReply } from './gates.ts'
import { answerHttpService } from './http-services/answer-service.ts'
import type { Infobase } from './infobase.ts'
import { answer } from './operations/answer.ts'
import { type Reply, reply } from './operations/request.ts'
import { errorText } from './render/error.ts'
import { negotiate, negotiateLeniently } from './render/format.ts'
import { decode, parseQueryString } from './url/query-string.ts'
import { parseSegments } from './url/segments.ts'
import { answerWebService } from './web-services/answer-soap.ts'

/** A request to a publication, before anything of it is understood. */
export type Call = {
  method: string
  /** Address of the publication, `http://host/realtor`. */
  site: string
  /** Percent-encoded, from the publication on: `/odata/standard.odata/…`. */
  path: string
  rawQuery: string
  headers: Readonly<Record<string, string | undefined>>
  body: string
}

const ODATA = '/odata/standard.odata'
const HTTP_SERVICES = '/hs/'
const WEB_SERVICES = '/ws/'

/** Whether anything is published there; an undecodable path is left for its interface to refuse. */
export function isPublishedPath(path: string): boolean {
  const isOData = path === ODATA || path.startsWith(`${ODATA}/`)
  return isOData || path.startsWith(HTTP_SERVICES) || path.startsWith(WEB_SERVICES)
}

export function answerCall(base: Infobase, user: User, call: Call): Reply {
  const { path, site, method, body, headers } = call
  if (path === ODATA || path.startsWith(`${ODATA}/`)) return answerOData(base, user, call)
  try {
    const query = parseQueryString(call.rawQuery, true)
    const common = { base, user, site, method, query, body }
    return path.startsWith(HTTP_SERVICES)
      ? answerHttpService({ ...common, headers, path: decode(path.slice(HTTP_SERVICES.length)) })
      : answerWebService({ ...common, path: decode(path.slice(WEB_SERVICES.length)) })
  } catch (error) {
    if (!(error instanceof ODataError)) throw error
    return platformReply(base, site, 400, 'HTTP: Bad request', error.message)
  }
}

function answerOData(base: Infobase, user: User, call: Call): Reply {
  const { headers, site } = call
  let query: ReadonlyMap<string, string> = new Map()
  const isJsonUsual = base.faults.jsonByDefault
  try {
    query = parseQueryString(call.rawQuery, !base.faults.strictSpaces)
    return answer({
      base: published(base),
      whole: base,
      user,
      method: call.method,
      root: `${site}${ODATA}`,
      segments: parseSegments(decode(call.path.slice(ODATA.length))),
      query,
      format: negotiate(query.get('$format'), headers.accept, isJsonUsual),
      ifMatch: headers['if-match']?.replace(/^(W\/)?"?|"$/g, '') ?? null,
      isDataLoad: headers['1c_odata-dataloadmode']?.trim().toLowerCase() === 'true',
      contentType: headers['content-type'] ?? '',
      body: call.body,
    })
  } catch (error) {
    return errorReply(base, error, negotiateLeniently(query.get('$format'), headers.accept, isJsonUsual))
  }
}

/** A failure of the twin itself looks like one of 1C, and says on the console what it was. */
function errorReply(base: Infobase, error: unknown, format: ReturnType<typeof negotiate>): Reply {
  const known = error instanceof ODataError ? error : internalError()
  if (known !== error) console.error(`Infobase "${base.name}" failed to answer:`, error)
  const body = errorText(known, format)
  const result = reply({ base }, format.kind === 'json' ? 'json' : 'xml', body, known.status)
  return known.reason ? { ...result, reason: known.reason } : result
}
