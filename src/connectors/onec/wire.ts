import http from 'node:http'
import https from 'node:https'
import axios, { type ResponseType } from 'axios'
import { type Asked, type Failed, onecError } from './errors.ts'

/** One attempt of a request, for the journal; `path` is below the root, readable, without its conditions. */
export interface RequestSeen {
  method: string
  path: string
  /** Null when no answer came. */
  status: number | null
  ms: number
}

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH'
  /** Readable; each is encoded on its own. */
  segments: readonly string[]
  /** HTTP services and web services lie beside OData, below the infobase itself (1c-odata §16, §17). */
  below?: 'odata' | 'infobase'
  /** Of the body; JSON when absent. */
  type?: string
  headers?: Readonly<Record<string, string>>
  query?: Readonly<Record<string, string | undefined>>
  body?: string
  accept: string
  /** Changes data in 1C: a lost answer leaves the outcome unknown. */
  write?: boolean
}

export interface WireOptions {
  /** Readable URL every path starts from, without a slash at the end. */
  root: string
  user: string
  password: string
  /** Requests at once. */
  sockets: number
  onRequest?: ((seen: RequestSeen) => void) | undefined
}

export interface Answer<T> {
  status: number
  contentType: string
  /** `ibsession=…` when 1C opened a session of its own for us (1c-odata §15). */
  cookie: string | null
  data: T
}

/** One request over HTTP, tried once; only a failure to get an answer throws. */
export interface Wire {
  send<T>(
    call: Call,
    responseType: ResponseType,
    signal: AbortSignal,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer<T>>
  asked(call: Call): Asked
  close(): void
}

/** Far above a page worth asking for (1c-odata §9 suggests 32 MB); a longer one would only exhaust the memory. */
const longestAnswer = 256 * 1024 * 1024

/**
 * HTTP as 1C's web extension needs it: `%20` and never `+`, UTF-8 credentials (1c-odata §2, §3), no redirect followed to
 * a login page.
 */
export function openWire(options: WireOptions): Wire {
  const base = new URL(options.root).href
  const secure = base.startsWith('https:')
  const pool = { keepAlive: true, maxSockets: options.sockets }
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

  const asked = (call: Call): Asked => ({
    method: call.method,
    path: call.segments.join('/'),
    root: options.root,
    write: call.write ?? false,
  })

  return {
    asked,
    async send<T>(call: Call, responseType: ResponseType, signal: AbortSignal, headers = {}): Promise<Answer<T>> {
      const { method, path } = asked(call)
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
          method,
          url: urlOf(base, call),
          headers: {
            Accept: call.accept,
            ...(call.body !== undefined && { 'Content-Type': call.type ?? 'application/json' }),
            ...call.headers,
            ...headers,
          },
          data: call.body === undefined ? undefined : Buffer.from(call.body, 'utf8'),
          responseType,
          maxContentLength: responseType === 'stream' ? -1 : longestAnswer,
          signal,
          transport,
        })
        status = response.status
        return {
          status,
          contentType: String(response.headers['content-type'] ?? ''),
          cookie: sessionCookie(response.headers['set-cookie']),
          data: response.data,
        }
      } catch (error) {
        throw onecError(asked(call), broken(isWritten ? 'waiting' : 'connecting', error, signal))
      } finally {
        options.onRequest?.({ method, path, status, ms: performance.now() - started })
      }
    },
    close() {
      httpAgent.destroy()
      httpsAgent.destroy()
    },
  }
}

function urlOf(odata: string, { segments, below = 'odata', query = {} }: Call): string {
  const base = below === 'odata' ? odata : odata.replace(/\/odata\/standard\.odata$/, '')
  const path = segments.map((segment) => `/${encodeSegment(segment)}`).join('')
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  )
  return `${base}${path}${pairs.length > 0 ? `?${pairs.join('&')}` : ''}`
}

/** `$metadata` and key lists as every client of 1C writes them: `$ , = :` may stand in a path as they are (RFC 3986). */
function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replace(/%(24|2C|3A|3D)/g, decodeURIComponent)
}

function sessionCookie(cookies: readonly string[] | undefined): string | null {
  for (const cookie of cookies ?? []) {
    const [, pair] = /^\s*(ibsession=[^;]+)/i.exec(cookie) ?? []
    if (pair) return pair
  }
  return null
}

export function broken(at: 'connecting' | 'waiting', error: unknown, signal: AbortSignal): Failed {
  return { at, timedOut: signal.aborted, cause: bare(error) }
}

/** The failure without what axios hangs on it: the request with its password. */
function bare(error: unknown): Error {
  const { message, code } = error as NodeJS.ErrnoException
  return Object.assign(new Error(message), { code })
}
