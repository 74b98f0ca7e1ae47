/** An infobase over HTTP: `/{base}/odata/standard.odata/…`. To be mounted at `/{base.name}`, before any body parser. */
import { setTimeout as delay } from 'node:timers/promises'
import express, { type Request, type Response, type Router } from 'express'
import { internalError, ODataError } from './errors.ts'
import { takeOne } from './faults.ts'
import { authenticate, faultReply, notPublished, pathTooLong, unauthorized } from './gates.ts'
import type { Infobase } from './infobase.ts'
import { answer } from './operations/answer.ts'
import { type ODataRequest, type Reply, reply } from './operations/request.ts'
import { errorText } from './render/error.ts'
import { negotiate, negotiateLeniently } from './render/format.ts'
import { decode, parseQueryString } from './url/query-string.ts'
import { parseSegments } from './url/segments.ts'

const SERVICE = '/odata/standard.odata'
/** A pooled session is dropped after so long without a request (1c-odata §1: sessionMaxAge). */
const SESSION_MAX_AGE_MS = 20_000
/** Exchange functions are POSTs that change no object of the configuration; faults of writes leave them alone. */
const EXCHANGE = /\/(SelectChanges|NotifyChangesReceived)\b/

export function infobaseRouter(base: Infobase): Router {
  const router = express.Router()
  let lastRequestAt = Number.NEGATIVE_INFINITY
  router.use(async (request, response) => {
    const startedAt = performance.now()
    const at = new Date()
    const body = await readBody(request)
    const isWrite = request.method !== 'GET' && !EXCHANGE.test(request.url)
    const log = (status: number) =>
      base.requests.add({
        at,
        method: request.method,
        url: readable(request.originalUrl),
        status,
        ms: Math.round(performance.now() - startedAt),
        ...(request.method === 'GET' ? {} : { body }),
      })
    if (isDown(base)) {
      log(0)
      request.socket.destroy()
      return
    }
    const isCold = startedAt - lastRequestAt > SESSION_MAX_AGE_MS
    lastRequestAt = startedAt
    const wait = base.faults.latencyMs + (isCold ? base.faults.firstRequestMs : 0)
    if (wait > 0) await delay(wait)
    const result = replyTo(base, request, body)
    if (isWrite && result.status < 300 && takeOne(base.faults, 'loseAnswers')) {
      log(0)
      request.socket.destroy()
      return
    }
    log(result.status)
    send(response, result)
  })
  return router
}

/** Counts a request against `failAfterRequests`; the one after the last goes unanswered. */
function isDown({ faults }: Infobase): boolean {
  if (!faults.down && faults.failAfterRequests !== null) {
    if (faults.failAfterRequests > 0) faults.failAfterRequests -= 1
    else {
      faults.failAfterRequests = null
      faults.down = true
    }
  }
  return faults.down
}

function replyTo(base: Infobase, request: Request, body: string): Reply {
  const site = `${request.protocol}://${request.headers.host ?? ''}${request.baseUrl}`
  const fault = faultReply(base, site)
  if (fault) return fault
  const [path = '', rawQuery = ''] = splitOnce(request.url, '?')
  let query: ReadonlyMap<string, string> = new Map()
  try {
    const decodedPath = decode(path)
    if (decodedPath !== SERVICE && !decodedPath.startsWith(`${SERVICE}/`)) return notPublished()
    const tooLong = pathTooLong(base, decodedPath)
    if (tooLong) return tooLong
    const user = authenticate(base, request.headers.authorization)
    if (!user) return unauthorized(base)
    query = parseQueryString(rawQuery)
    const parsed: ODataRequest = {
      base,
      user,
      method: request.method,
      root: `${site}${SERVICE}`,
      segments: parseSegments(decodedPath.slice(SERVICE.length)),
      query,
      format: negotiate(query.get('$format'), request.headers.accept),
      ifMatch: request.headers['if-match']?.replace(/^(W\/)?"?|"$/g, '') ?? null,
      contentType: request.headers['content-type'] ?? '',
      body,
    }
    return answer(parsed)
  } catch (error) {
    return errorReply(base, error, negotiateLeniently(query.get('$format'), request.headers.accept))
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

async function readBody(request: Request): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks).toString('utf8')
}

function send(response: Response, { status, reason, headers, body }: Reply): void {
  // 1C puts raw UTF-8 into headers, `Location` above all (1c-odata §2). Node writes header text as Latin-1, but only when
  // the body is no string: together with one it would be encoded a second time.
  for (const [name, value] of Object.entries(headers)) {
    response.setHeader(name, Buffer.from(value, 'utf8').toString('latin1'))
  }
  if (reason) response.statusMessage = reason
  response.status(status).end(Buffer.from(body, 'utf8'))
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function readable(url: string): string {
  try {
    return decodeURIComponent(url)
  } catch {
    return url
  }
}
