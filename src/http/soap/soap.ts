import { readFileSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import express, { type Express } from 'express'
import { listen } from 'soap'
import type { Hub } from '../../context.ts'
import { sameToken } from '../token.ts'

const path = '/soap/hub'

/**
 * `/soap/hub?wsdl`: what 1C may call as a web service, document/literal, WS-I (1c-odata §17). The same operations are
 * plain HTTP under `/hooks/1c` and `/onec/v1`; one implementation is behind both.
 *
 * 1C takes the address from the WSDL and its credentials from the connection: the token is the password of Basic
 * authentication, whatever the user, or the header `X-Hub-Token`.
 */
export function soapService(hub: Hub): Express {
  // The package adds its route only once it has read the WSDL: an application of its own keeps the place.
  const app = express().disable('x-powered-by')
  const { host, port, publicUrl } = hub.config.http
  const wsdl = readFileSync(join(import.meta.dirname, 'hub.wsdl'), 'utf8').replace(
    '{address}',
    `${publicUrl ?? `http://${host}:${port}`}${path}`,
  )
  const service = {
    Hub: {
      HubSoap: {
        Changed: () => {
          hub.poke()
          return { return: true }
        },
      },
    },
  }
  const server = listen(app, path, service, wsdl)
  server.authorizeConnection = (request: IncomingMessage, response?: ServerResponse) => {
    if (request.method === 'GET' || isAllowed(hub, request)) return true
    // The package ends the answer without a word of its own: 200 unless we say otherwise.
    response?.writeHead(401, { 'WWW-Authenticate': 'Basic realm="Realtor Hub"' })
    return false
  }
  return app
}

function isAllowed(hub: Hub, request: IncomingMessage): boolean {
  const expected = hub.config.hooks.onec
  const header = request.headers['x-hub-token']
  const given = typeof header === 'string' ? header : basicPassword(request.headers.authorization)
  return expected !== null && sameToken(given, expected)
}

function basicPassword(header: string | undefined): string {
  const [scheme, credentials = ''] = (header ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return ''
  const text = Buffer.from(credentials, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}
