import http from 'node:http'
import https from 'node:https'
import type { Readable } from 'node:stream'
import axios, { type ResponseType } from 'axios'
import pRetry from 'p-retry'
import { HubError } from '../../errors.ts'
import { charsetOf, decode, decodeChunks } from './decode.ts'
import { type Asked, type Failed, isPassing, onecError } from './errors.ts'
import { isHtml } from './failure-body.ts'
import { patiently, startPatience } from './patience.ts'

/** One attempt of a request, for the journal; `path` is below the root, readable, without its conditions. */
export interface RequestSeen {
  method: string
  path: string
  /** Null when no answer came. */
  status: number | null
  ms: number
}

export interface HttpOptions {
  /** Readable URL every path starts from, without a slash at the end. */
  root: string
  user: string
  password: string
  /** For a whole answer, or for the next piece of a streamed one. */
  timeoutMs: number
  /** Before the first repetition; the second waits three times as long. */
  pauseMs: number
  onRequest?: ((seen: RequestSeen) => void) | undefined
}

export interface Call {
  method: 'GET' | 'POST' | 'PATCH'
  /** Readable; each is encoded on its own. */
  segments: readonly string[]
  query?: Readonly<Record<string, string | undefined>>
  body?: string
  accept: string
  /** Changes data in 1C: a lost answer leaves the outcome unknown. */
  write?: boolean
}

/**
 * HTTP as 1C's web extension needs it: `%20` and never `+`, UTF-8 credentials (1c-odata §2, §3), no redirect followed to
 * a login page. Every failure is a HubError of `errors.ts`.
 */
export interface Http {
  /** Asks once; what `read` throws means that the answer was not what it should be. */
  ask<T>(call: Call, read: (text: string) => T): Promise<T>
  /** The same, reading the answer as it arrives. */
  digest<T>(call: Call, read: (text: AsyncIterable<string>) => Promise<T>): Promise<T>
  /** The same, giving what is read as it arrives. */
  stream<T>(call: Call, read: (text: AsyncIterable<string>) => AsyncIterable<T>): AsyncGenerator<T>
  /** Tries an operation up to three times while it fails for a passing reason: for reading only. */
  again<T>(operation: () => Promise<T>): Promise<T>
  close(): void
}

/** Far above a page worth asking for (1c-odata §9 suggests 32 MB); a longer one would only exhaust the memory. */
const longestAnswer = 256 * 1024 * 1024

interface Answer<T> {
  status: number
  contentType: string
  data: T
}

export function openHttp(options: HttpOptions): Http {
  const base = new URL(options.root).href
  const secure = base.startsWith('https:')
  // Below the ten sessions a publication pools by default (1c-odata §15): others use it too.
  const pool = { keepAlive: true, maxSockets: 8 }
  const httpAgent = new http.Agent(pool)
  const httpsAgent = new https.Agent(pool)
  const client = axios.create({
    adapter: 'http',
    httpAgent,
    httpsAgent,
    proxy: false,
    maxRedirects: 0,
    validateStatus: null,
    headers: {
      Authorization: `Basic ${Buffer.from(`${options.user}:${options.password}`, 'utf8').toString('base64')}`,
      'User-Agent': 'RealtorHub',
    },
  })

  const askedOf = (call: Call): Asked => ({
    method: call.method,
    path: call.segments.join('/'),
    root: options.root,
    write: call.write ?? false,
  })

  async function send<T>(call: Call, responseType: ResponseType, signal: AbortSignal): Promise<Answer<T>> {
    const asked = askedOf(call)
    const started = performance.now()
    let status: number | null = null
    let isWritten = false
    // Whether all of a request reached the socket is the difference between "not done" and "unknown".
    const transport = {
      request(...args: Parameters<typeof http.request>) {
        return (secure ? https : http).request(...args).once('finish', () => {
          isWritten = true
        })
      },
    }
    try {
      const response = await client.request<T>({
        method: call.method,
        url: urlOf(base, call),
        headers: { Accept: call.accept, ...(call.body !== undefined && { 'Content-Type': 'application/json' }) },
        data: call.body === undefined ? undefined : Buffer.from(call.body, 'utf8'),
        responseType,
        maxContentLength: responseType === 'stream' ? -1 : longestAnswer,
        signal,
        transport,
      })
      status = response.status
      return { status, contentType: String(response.headers['content-type'] ?? ''), data: response.data }
    } catch (error) {
      throw onecError(asked, broken(isWritten ? 'waiting' : 'connecting', error, signal))
    } finally {
      options.onRequest?.({ method: asked.method, path: asked.path, status, ms: performance.now() - started })
    }
  }

  async function* pieces(call: Call): AsyncGenerator<string> {
    const patience = startPatience(options.timeoutMs)
    const { status, contentType, data } = await send<Readable>(call, 'stream', patience.signal).finally(patience.pause)
    const fail = (error: unknown) => onecError(askedOf(call), broken('waiting', error, patience.signal))
    const text = decodeChunks(patiently(data, patience, fail))
    if (isData(status) && !isHtml(contentType, '')) return yield* text
    let body = ''
    for await (const piece of text) body += piece
    throw onecError(askedOf(call), { at: 'answered', status, contentType, body })
  }

  const unreadable = (call: Call, error: unknown): HubError =>
    error instanceof HubError ? error : onecError(askedOf(call), { at: 'reading', cause: nameless(error) })

  return {
    async ask(call, read) {
      const deadline = AbortSignal.timeout(options.timeoutMs)
      const { status, contentType, data } = await send<Buffer>(call, 'arraybuffer', deadline)
      const body = decode(data, charsetOf(contentType))
      if (!isData(status) || isHtml(contentType, body))
        throw onecError(askedOf(call), { at: 'answered', status, contentType, body })
      try {
        return read(body)
      } catch (error) {
        throw unreadable(call, error)
      }
    },

    async digest(call, read) {
      try {
        return await read(pieces(call))
      } catch (error) {
        throw unreadable(call, error)
      }
    },

    async *stream(call, read) {
      try {
        yield* read(pieces(call))
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

    close() {
      httpAgent.destroy()
      httpsAgent.destroy()
    },
  }
}

function urlOf(base: string, { segments, query = {} }: Call): string {
  const path = segments.map((segment) => `/${encodeURIComponent(segment)}`).join('')
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return `${base}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

function isData(status: number): boolean {
  return status >= 200 && status < 300
}

function broken(at: 'connecting' | 'waiting', error: unknown, signal: AbortSignal): Failed {
  return { at, timedOut: signal.aborted, cause: bare(error) }
}

/** The failure without what axios hangs on it: the request with its password. */
function bare(error: unknown): Error {
  const { message, code } = error as NodeJS.ErrnoException
  return Object.assign(new Error(message), { code })
}

/** A parser's complaint without its text, which quotes the data it stumbled over. */
function nameless(error: unknown): Error {
  return new Error(error instanceof Error ? error.name : 'unreadable')
}
