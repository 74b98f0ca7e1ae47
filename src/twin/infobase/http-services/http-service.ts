/** HTTP services as a configuration describes them: a root, templates below it, a handler per method (1c-odata §16). */
import type { User } from '../configuration.ts'
import type { Infobase } from '../infobase.ts'

export type ServiceRequest = {
  method: string
  /** The part of the address after the root of the service, decoded. */
  path: string
  /** Values of `{name}` in the template; of a final `*` under `*`. */
  parameters: Readonly<Record<string, string>>
  query: ReadonlyMap<string, string>
  headers: Readonly<Record<string, string | undefined>>
  body: string
  user: User
}

export type ServiceResponse = {
  kind: 'response'
  status: number
  headers: Readonly<Record<string, string>>
  body: string
}

/** Whatever is thrown becomes a 500 with the text as body, as an uncaught exception of 1C does. */
export type ServiceHandler = (request: ServiceRequest, base: Infobase) => unknown

export type UrlTemplate = {
  name: string
  /** `/v1/clients/{phone}`, `/files/*`; case counts. */
  template: string
  /** By HTTP method; `ANY` takes what no other does. */
  methods: Readonly<Record<string, ServiceHandler>>
}

export type HttpService = { name: string; rootUrl: string; templates: readonly UrlTemplate[] }

/** `Новый HTTPСервисОтвет`: anything else a handler returns is an error of the service. */
export function serviceResponse(
  status: number,
  body = '',
  headers: Readonly<Record<string, string>> = { 'Content-Type': 'text/plain; charset=utf-8' },
): ServiceResponse {
  return { kind: 'response', status, headers, body }
}

export const jsonResponse = (value: unknown, status = 200): ServiceResponse =>
  serviceResponse(status, JSON.stringify(value), { 'Content-Type': 'application/json; charset=utf-8' })

export const isServiceResponse = (value: unknown): value is ServiceResponse =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'response'
