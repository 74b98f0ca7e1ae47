import type { Readable } from 'node:stream'
import pRetry from 'p-retry'
import { type Facts, HubError, UnavailableError } from '../../errors.ts'
import { type BreakerHealth, openBreaker } from './breaker.ts'
import { charsetOf, decode, decodeChunks } from './decode.ts'
import { isPassing, onecError } from './errors.ts'
import { isHtml } from './failure-body.ts'
import { measureLatency } from './latency.ts'
import { type Patience, patiently, startPatience } from './patience.ts'
import { relay } from './relay.ts'
import { type Lane, openSessions, type Session } from './sessions.ts'
import { type Answer, broken, type Call, openWire, type RequestSeen } from './wire.ts'

export interface HttpOptions {
  /** Readable URL every path starts from, without a slash at the end. */
  root: string
  user: string
  password: string
  /** For a whole answer, or for the next piece of a streamed one. */
  timeoutMs: number
  /** Before the first repetition; the second waits three times as long. */
  pauseMs: number
  /** Requests at work in 1C at once, each in a session of its own. */
  sessions: number
  /** A warm session without work for so long is closed. */
  idleMs: number
  /** How long 1C is left alone after the first, second, … failed probe; see `breaker.ts`. */
  pauses?: readonly number[] | undefined
  onRequest?: ((seen: RequestSeen) => void) | undefined
  onFailure?: ((facts: Facts) => void) | undefined
}

/** An answer that nobody has read yet, in the pieces in which it came. */
export interface Body {
  chunks: Uint8Array[]
  charset: string | undefined
}

/** How the connection to 1C is doing, for people. */
export interface Health {
  sessions: { used: number; limit: number; warm: 'cookie' | 'autouse' | 'unknown' }
  /** Requests waiting for a session, by lane. */
  queue: Record<Lane, number>
  latency: { last: number | null; p95: number | null }
  /** Russian sentence of the last failure and its time; kept when 1C answers again. */
  lastError: { text: string; at: Date } | null
  /** When 1C, or what stands before it, answered last. */
  answeredAt: Date | null
  breaker: BreakerHealth
}

/**
 * Requests through the hub's sessions in 1C (1c-odata §15): opened by the first request of each, healed when 1C has lost
 * them, never more at once than there may be. Every failure is a HubError of `errors.ts`.
 */
export interface Http {
  /** Asks once; what `read` throws means that the answer was not what it should be. */
  ask<T>(lane: Lane, call: Call, read: (text: string) => T): Promise<T>
  /** The same, giving the answer as it came to whoever reads it elsewhere; the session is free again meanwhile. */
  take<T>(lane: Lane, call: Call, read: (body: Body) => Promise<T>): Promise<T>
  /** The same, reading the answer as it arrives. */
  digest<T>(lane: Lane, call: Call, read: (text: AsyncIterable<string>) => Promise<T>): Promise<T>
  /** The same, giving what is read as it arrives; the session is free again once all of the answer is here. */
  stream<T>(lane: Lane, call: Call, read: (text: AsyncIterable<string>) => AsyncIterable<T>): AsyncGenerator<T>
  /** Tries an operation up to three times while it fails for a passing reason: for reading only. */
  again<T>(operation: () => Promise<T>): Promise<T>
  health(): Health
  close(): Promise<void>
}

/** Nobody waits longer for 1C to note that a session is over. */
const farewellMs = 2000

export function openHttp(options: HttpOptions): Http {
  const wire = openWire({ ...options, sockets: options.sessions + 1 })
  const breaker = openBreaker(options.pauses)
  const latency = measureLatency()
  const sessions = openSessions({ limit: options.sessions, idleMs: options.idleMs, finish })
  let warm: Health['sessions']['warm'] = 'unknown'
  let lastError: Health['lastError'] = null
  let answeredAt: Date | null = null

  async function finish(cookie: string): Promise<void> {
    const call: Call = { method: 'GET', segments: [], query: { $format: 'json' }, accept: 'application/json' }
    const headers = { IBSession: 'finish', Cookie: cookie }
    await wire.send(call, 'arraybuffer', AbortSignal.timeout(farewellMs), headers)
  }

  /** A session that 1C opens by itself needs no name; the first request of any other asks for one. */
  function introduce({ cookie }: Session): Record<string, string> {
    if (cookie !== null) return { Cookie: cookie }
    return warm === 'autouse' ? {} : { IBSession: 'start' }
  }

  function learn(session: Session, { cookie, status }: Answer<unknown>): void {
    answeredAt = new Date()
    if (cookie !== null) session.cookie = cookie
    if (cookie !== null) warm = 'cookie'
    else if (warm === 'unknown' && session.cookie === null && isData(status)) warm = 'autouse'
  }

  function noteFailure(error: unknown): void {
    if (error instanceof HubError) {
      breaker.failed(error)
      options.onFailure?.(error.facts)
    } else breaker.answered()
    lastError = { text: error instanceof Error ? error.message : String(error), at: new Date() }
  }

  /**
   * One attempt in this session, and one more in a new one when 1C has lost it: an attempt that 1C turned down for want
   * of its session never ran, so even a write may be made again (UnavailableError says so, `failure-cases.ts`).
   */
  async function healing<T>(session: Session, attempt: () => Promise<T>): Promise<T> {
    const hadCookie = session.cookie !== null
    try {
      return await attempt()
    } catch (error) {
      if (hadCookie && mayBeLost(error)) session.cookie = null
      if (!hadCookie || !(error instanceof UnavailableError) || error.facts.reason !== 'session_lost') throw error
      return attempt()
    }
  }

  async function seated<T>(lane: Lane, work: (session: Session) => Promise<T>): Promise<T> {
    breaker.check()
    const session = await sessions.take(lane)
    try {
      return await work(session)
    } finally {
      sessions.give(session)
    }
  }

  async function guarded<T>(session: Session, attempt: () => Promise<T>): Promise<T> {
    breaker.enter()
    try {
      const result = await healing(session, attempt)
      breaker.answered()
      return result
    } catch (error) {
      noteFailure(error)
      throw error
    }
  }

  /** Sends, and throws what 1C refused; `readBody` turns the body of a refusal into text. */
  async function accepted<T>(
    session: Session,
    call: Call,
    send: (headers: Record<string, string>) => Promise<Answer<T>>,
    refusal: (answer: Answer<T>) => Promise<string | null>,
  ): Promise<Answer<T>> {
    const started = performance.now()
    const isWarm = session.cookie !== null
    const answer = await send(introduce(session))
    learn(session, answer)
    const body = await refusal(answer)
    latency.add(performance.now() - started)
    if (body === null) return answer
    const { status, contentType } = answer
    throw onecError({ ...wire.asked(call), isWarm }, { at: 'answered', status, contentType, body })
  }

  async function* pieces(lane: Lane, call: Call): AsyncGenerator<string> {
    breaker.check()
    const session = await sessions.take(lane)
    const patience = startPatience(options.timeoutMs)
    let isSeated = true
    const leave = () => {
      if (isSeated) sessions.give(session)
      isSeated = false
    }
    const fail = (error: unknown) => onecError(wire.asked(call), broken('waiting', error, patience.signal))
    let stopHurry = () => {}
    let body: Readable | null = null
    try {
      patience.start()
      const { data } = await guarded(session, () =>
        accepted<Readable>(
          session,
          call,
          (headers) => wire.send(call, 'stream', patience.signal, headers),
          (answer) => refusalIn(answer, patience, fail),
        ),
      ).finally(patience.pause)
      const { stream, hurry } = relay(data, options.timeoutMs)
      body = stream
      data.once('end', leave).once('close', leave)
      stopHurry = sessions.onWait(hurry)
      yield* decodeChunks(patiently(stream, patience, fail))
    } catch (error) {
      if (body) noteFailure(error)
      throw error
    } finally {
      stopHurry()
      patience.pause()
      body?.destroy()
      leave()
    }
  }

  async function whole(session: Session, call: Call): Promise<string> {
    const { data } = await accepted<string>(
      session,
      call,
      async (headers) => {
        const deadline = AbortSignal.timeout(options.timeoutMs)
        const answer = await wire.send<Buffer>(call, 'arraybuffer', deadline, headers)
        return { ...answer, data: decode(answer.data, charsetOf(answer.contentType)) }
      },
      async ({ status, contentType, data }) => (isData(status) && !isHtml(contentType, data) ? null : data),
    )
    return data
  }

  async function unread(session: Session, call: Call): Promise<Body> {
    const patience = startPatience(options.timeoutMs)
    const fail = (error: unknown) => onecError(wire.asked(call), broken('waiting', error, patience.signal))
    try {
      const { data, contentType } = await accepted<Readable>(
        session,
        call,
        (headers) => wire.send(call, 'stream', patience.signal, headers),
        (answer) => refusalIn(answer, patience, fail),
      )
      const chunks: Uint8Array[] = []
      for await (const chunk of patiently(data, patience, fail)) chunks.push(chunk)
      return { chunks, charset: charsetOf(contentType) }
    } finally {
      patience.pause()
    }
  }

  const unreadable = (call: Call, error: unknown): HubError =>
    error instanceof HubError ? error : onecError(wire.asked(call), { at: 'reading', cause: nameless(error) })

  return {
    ask(lane, call, read) {
      return seated(lane, (session) =>
        guarded(session, async () => {
          const text = await whole(session, call)
          try {
            return read(text)
          } catch (error) {
            throw unreadable(call, error)
          }
        }),
      )
    },

    async take(lane, call, read) {
      const body = await seated(lane, (session) => guarded(session, () => unread(session, call)))
      try {
        return await read(body)
      } catch (error) {
        const failure = unreadable(call, error)
        // What is no failure of 1C's (a page that did not fit into memory) says nothing of the link.
        if (failure !== error) noteFailure(failure)
        throw failure
      }
    },

    async digest(lane, call, read) {
      try {
        return await read(pieces(lane, call))
      } catch (error) {
        throw unreadable(call, error)
      }
    },

    async *stream(lane, call, read) {
      try {
        yield* read(pieces(lane, call))
      } catch (error) {
        throw unreadable(call, error)
      }
    },

    again(operation) {
      return pRetry(operation, {
        retries: 2,
        minTimeout: options.pauseMs,
        factor: 3,
        randomize: true,
        shouldRetry: ({ error }) => isPassing(error),
      })
    },

    health: () => ({
      sessions: { used: sessions.used(), limit: options.sessions, warm },
      queue: sessions.waiting(),
      latency: { last: latency.last(), p95: latency.p95() },
      lastError,
      answeredAt,
      breaker: breaker.health(),
    }),

    async close() {
      await sessions.close()
      wire.close()
    },
  }
}

/** What a streamed answer says when it is no data; null when it is. */
async function refusalIn(
  { status, contentType, data }: Answer<Readable>,
  patience: Patience,
  fail: (error: unknown) => HubError,
): Promise<string | null> {
  if (isData(status) && !isHtml(contentType, '')) return null
  let text = ''
  for await (const piece of decodeChunks(patiently(data, patience, fail))) text += piece
  return text
}

function isData(status: number): boolean {
  return status >= 200 && status < 300
}

/**
 * 1C answers a request of a session it no longer has with 400, 404 or 500 (1c-odata §15). A failure that gives another
 * reason keeps the session: one given up in vain holds its licence until 1C drops it.
 */
function mayBeLost(error: unknown): boolean {
  if (!(error instanceof HubError)) return false
  const { reason, text } = error.facts
  return reason === 'session_lost' || (reason === 'crashed' && text === '')
}

/** A parser's complaint without its text, which quotes the data it stumbled over. */
function nameless(error: unknown): Error {
  return new Error(error instanceof Error ? error.name : 'unreadable')
}
