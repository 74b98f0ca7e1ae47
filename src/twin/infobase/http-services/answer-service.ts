/** `/hs/{rootUrl}/…`: which handler runs and what its outcome looks like on the wire (1c-odata §16). */
import type { User } from '../configuration.ts'
import { platformReply } from '../gates.ts'
import type { Infobase } from '../infobase.ts'
import type { Reply } from '../operations/request.ts'
import { type HttpService, isServiceResponse, type ServiceHandler } from './http-service.ts'
import { matchTemplate } from './match-template.ts'

export type ServiceCall = {
  base: Infobase
  user: User
  /** Address of the publication, for the platform's own bodies. */
  site: string
  method: string
  /** Decoded, after `/hs/`. */
  path: string
  query: ReadonlyMap<string, string>
  headers: Readonly<Record<string, string | undefined>>
  body: string
}

/** The module of a service is imagined as its handlers in a row, so that each fails at a line of its own. */
const LINES_PER_HANDLER = 12

const TEXT = { 'Content-Type': 'text/plain; charset=utf-8' }

export function answerHttpService(call: ServiceCall): Reply {
  const { base, user, path, site } = call
  const service = serviceAt(base.configuration.httpServices ?? [], path)
  if (!service) return platformReply(base, site, 404, 'HTTP: Not found')
  if (user.deniedServices?.includes(service.name)) return platformReply(base, site, 403, 'HTTP: Forbidden')
  let line = 1
  try {
    const rest = path.slice(service.rootUrl.length)
    const match = matchTemplate(service, rest)
    if (!match) return platformReply(base, site, 404, 'HTTP: Not found')
    const handler = handlerOf(match.template.methods, call.method)
    line = 1 + LINES_PER_HANDLER * service.templates.indexOf(match.template)
    if (!handler) return platformReply(base, site, 405, 'HTTP: Method not allowed')
    const { method, query, headers, body } = call
    const request = { method, path: rest, parameters: match.parameters, query, headers, body, user }
    const outcome = base.transaction(() => handler(request, base))
    if (!isServiceResponse(outcome)) throw new Error('Обработчик вернул значение, которое не является HTTPСервисОтвет')
    return { status: outcome.status, headers: outcome.headers, body: outcome.body }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return { status: 500, headers: TEXT, body: `{HTTPСервис.${service.name}.Модуль(${line})}: ${text}` }
  }
}

/** The longest root that fits, so that `realtor` does not take what belongs to `realtor/v2`. */
function serviceAt(services: readonly HttpService[], path: string): HttpService | undefined {
  return [...services]
    .sort((a, b) => b.rootUrl.length - a.rootUrl.length)
    .find(({ rootUrl }) => path === rootUrl || path.startsWith(`${rootUrl}/`))
}

function handlerOf(methods: Readonly<Record<string, ServiceHandler>>, method: string): ServiceHandler | undefined {
  return Object.hasOwn(methods, method) ? methods[method] : methods.ANY
}
