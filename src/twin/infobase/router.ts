/** An infobase over HTTP: `/{base}/odata/standard.odata/…`, `/hs/…`, `/ws/…`. To be mounted at `/{base.name}`, before any body parser. */
import { setTimeout as delay } from 'node:timers/promises'
import express, { type Request, type Response, type Router } from 'express'
import { takeOne } from './faults.ts'
import {
  authenticate,
  faultReply,
  htmlFailure,
  pathTooLong,
  platformReply,
  refusedSession,
  unauthorized,
} from './gates.ts'
import type { Infobase } from './infobase.ts'
import { answerCall, type Call, isPublishedPath } from './interfaces.ts'
import type { Reply } from './operations/request.ts'
import { decode } from './url/query-string.ts'

/** Exchange functions are POSTs that change no object of the configuration; faults of writes leave them alone. */
const EXCHANGE = /\/(SelectChanges|NotifyChangesReceived)\b/
const KB = 1024

/** What became of a request: an answer, or a connection cut before or after the work was done. */
type Outcome = Reply | 'cut'

export function infobaseRouter(base: Infobase): Router {
  const router = express.Router()
  router.use(async (request, response) => {
    const startedAt = performance.now()
    const at = new Date()
    const body = await readBody(request)
    const outcome = isDown(base) ? 'cut' : await serve(base, callOf(request, body))
    base.requests.add({
      at,
      method: request.method,
      url: readable(request.originalUrl),
      status: outcome === 'cut' ? 0 : outcome.status,
      ms: Math.round(performance.now() - startedAt),
      ...(request.method === 'GET' ? {} : { body }),
    })
    if (outcome === 'cut') request.socket.destroy()
    else send(response, outcome)
  })
  return router
}

/** Counts a request against `failAfterRequests`; the one after the last goes unanswered. */
function isDown({ faults, sessions }: Infobase): boolean {
  if (!faults.down && faults.failAfterRequests !== null) {
    if (faults.failAfterRequests > 0) faults.failAfterRequests -= 1
    else {
      faults.failAfterRequests = null
      faults.down = true
    }
  }
  if (faults.down) sessions.dropAll()
  return faults.down
}

async function serve(base: Infobase, call: Call): Promise<Outcome> {
  const { faults, sessions } = base
  const { headers, site } = call
  const user = authenticate(base, headers.authorization)
  const refused = refusal(base, call) ?? (user ? null : unauthorized(base))
  if (refused || !user) {
    await pause(faults.latencyMs)
    return refused ?? unauthorized(base)
  }
  const cookie = /(?:^|;\s*)ibsession=([^;]+)/.exec(headers.cookie ?? '')?.[1]
  const entrance = await sessions.enter({ user: user.name, cookie, directive: headers.ibsession?.trim().toLowerCase() })
  if (typeof entrance === 'string') return refusedSession(base, site, entrance)
  try {
    await pause(delayOf(base, call, entrance.isNew))
    const isWrite = isWriting(call)
    if (isWrite && takeOne(faults, 'loseRequests')) return 'cut'
    const outcome = limited(base, answerCall(base, user, call))
    if (isWrite && outcome.status < 300 && takeOne(faults, 'loseAnswers')) return 'cut'
    const { setCookie } = entrance
    return setCookie ? { ...outcome, headers: { ...outcome.headers, 'Set-Cookie': setCookie } } : outcome
  } finally {
    entrance.leave()
  }
}

/** What stops a request before anybody looks at its login. */
function refusal(base: Infobase, { site, method, path }: Call): Reply | null {
  const decoded = readable(path)
  const fault = faultReply(base, { site, method, path: decoded })
  if (fault) {
    if (base.faults.maintenance) base.sessions.dropAll()
    return fault
  }
  return isPublishedPath(decoded) ? pathTooLong(base, decoded) : platformReply(base, site, 404, 'HTTP: Not found')
}

const isWriting = ({ method, path }: Call) => method !== 'GET' && !EXCHANGE.test(path)

function delayOf({ faults }: Infobase, call: Call, isNew: boolean): number {
  return (
    faults.latencyMs +
    (isNew ? faults.firstRequestMs : 0) +
    (isWriting(call) ? faults.writeMs : 0) +
    (/\/(\$|%24)metadata$/.test(call.path) ? faults.metadataMs : 0)
  )
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await delay(ms)
}

/** A reply of gigabytes does not fit where the server puts it together (1c-odata §9). */
function limited({ faults }: Infobase, outcome: Reply): Reply {
  const isTooLong = faults.replyLimitKb !== null && Buffer.byteLength(outcome.body) > faults.replyLimitKb * KB
  return isTooLong
    ? htmlFailure("The device is full '/tmp/v8_reply.tmp'. 28(0x0000001C): No space left on device")
    : outcome
}

function callOf(request: Request, body: string): Call {
  const [path = '', rawQuery = ''] = splitOnce(request.url, '?')
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join('; ') : value]),
  )
  const site = `${request.protocol}://${request.headers.host ?? ''}${request.baseUrl}`
  return { method: request.method, site, path, rawQuery, headers, body }
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
  response.status(status).end(typeof body === 'string' ? Buffer.from(body, 'utf8') : body)
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

function readable(text: string): string {
  try {
    return decode(text)
  } catch {
    return text
  }
}
