import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Onec, type OnecOptions, openOnec } from '../../../src/connectors/onec/client.ts'

export interface Received {
  method: string
  /** As it came over the wire, still encoded. */
  url: string
  path: string
  query: URLSearchParams
  headers: http.IncomingHttpHeaders
  body: string
}

export type Behave = (received: Received, response: http.ServerResponse) => void

export interface FakeOnec extends AsyncDisposable {
  url: string
  received: Received[]
  open(options?: Partial<OnecOptions>): Onec
}

/** A server on loopback that behaves as badly as a test wants, and a client for it. */
export async function serve(behave: Behave): Promise<FakeOnec> {
  const received: Received[] = []
  const opened: Onec[] = []
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://any.invalid')
    const one: Received = {
      method: request.method ?? '',
      url: request.url ?? '',
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
    }
    received.push(one)
    behave(one, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realtor`
  return {
    url,
    received,
    open(options = {}) {
      const onec = openOnec({ url, user: 'exchange', password: 'exchange', pauseMs: 1, ...options })
      opened.push(onec)
      return onec
    },
    async [Symbol.asyncDispose]() {
      for (const onec of opened) onec.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function answer(response: http.ServerResponse, status: number, type: string, body: string | Buffer): void {
  response.writeHead(status, { 'Content-Type': type }).end(body)
}

export function json(response: http.ServerResponse, body: unknown, status = 200): void {
  answer(response, status, 'application/json;charset=utf-8', JSON.stringify(body))
}

export function odataError(code: string, value: string): unknown {
  return { 'odata.error': { code, message: { lang: 'ru', value } } }
}

/** Resolves with what a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}
