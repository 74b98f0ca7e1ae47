/** What stands before OData: faults of the web server and the platform, and the login (1c-odata §3, §11). */
import type { User } from './configuration.ts'
import type { Infobase } from './infobase.ts'
import type { Reply } from './operations/request.ts'
import {
  applicationErrorHtml,
  INVALID_URL_HTML,
  LOGIN_HTML,
  platformExceptionJson,
  platformExceptionXml,
} from './render/platform-error.ts'
import type { Refusal } from './sessions/sessions.ts'

const JSON_TYPE = { 'Content-Type': 'application/json;charset=utf-8' }
const XML_TYPE = { 'Content-Type': 'application/xml;charset=utf-8' }
const HTML_TYPE = { 'Content-Type': 'text/html;charset=utf-8' }
const SEGMENT_LIMIT = 260

const LICENCE_TEXTS = {
  free: 'Не обнаружено свободной лицензии!',
  key: 'Не найдена лицензия. Не обнаружен ключ защиты программы или полученная программная лицензия!',
} as const

/** The name each status has in the platform's own bodies. */
const REASONS: Readonly<Record<number, string>> = {
  400: 'HTTP: Bad request',
  402: 'HTTP: Payment required',
  403: 'HTTP: Forbidden',
  404: 'HTTP: Not found',
  500: 'HTTP: Internal server error',
  503: 'HTTP: Service unavailable',
}

/** A body of the platform itself, as JSON or, where the server is of that kind, as XML. */
export function platformReply(base: Infobase, site: string, status: number, ...descriptions: readonly string[]): Reply {
  const reason = status === 404 ? { reason: 'Not found' } : {}
  const plainest = descriptions.at(-1) ?? ''
  return base.faults.platformXml
    ? { status, ...reason, headers: XML_TYPE, body: platformExceptionXml(status, plainest, site) }
    : { status, ...reason, headers: JSON_TYPE, body: platformExceptionJson(status, descriptions) }
}

/** What the platform says of the request it refuses. */
type Refused = { site: string; method: string; path: string }

/** The reply of a switched-on fault that stops every request; null when the way is free. */
export function faultReply(base: Infobase, { site, method, path }: Refused): Reply | null {
  const { maintenance, maintenanceText, sessionPool, licence, html500 } = base.faults
  if (html500) return htmlFailure('Недостаточно памяти')
  if (maintenance) {
    const text = ['Начало сеанса с информационной базой запрещено.', maintenanceText].filter(Boolean).join('\n')
    const outermost = `HTTP: Forbidden\nОшибка при выполнении запроса ${method} к ресурсу ${path}:`
    return base.faults.platformXml || maintenanceText === ''
      ? platformReply(base, site, 403, outermost, text)
      : platformReply(base, site, 403, outermost, text, maintenanceText)
  }
  if (sessionPool) return refusedSession(base, site, 'pool')
  if (licence) return refusedSession(base, site, 'licence')
  return null
}

export function htmlFailure(reason: string): Reply {
  return { status: 500, headers: HTML_TYPE, body: applicationErrorHtml(reason) }
}

/** Why no session could be had (1c-odata §11, §15). */
export function refusedSession(base: Infobase, site: string, refusal: Refusal): Reply {
  const { licenceStatus, licenceText, lostSessionStatus } = base.faults
  switch (refusal) {
    case 'pool': {
      const body = platformExceptionXml(406, 'Истекло время ожидания сеанса', site)
      return { status: 406, headers: XML_TYPE, body }
    }
    case 'licence':
      return platformReply(base, site, licenceStatus, REASONS[licenceStatus] ?? '', LICENCE_TEXTS[licenceText])
    case 'lost':
      return platformReply(
        base,
        site,
        lostSessionStatus,
        REASONS[lostSessionStatus] ?? '',
        'Сеанс отсутствует или удален',
      )
  }
}

/** IIS refuses a path segment of more than 260 characters before 1C sees it (1c-odata §2). */
export function pathTooLong(base: Infobase, path: string): Reply | null {
  if (!base.faults.pathLimit || path.split('/').every((segment) => segment.length <= SEGMENT_LIMIT)) return null
  return { status: 400, headers: { 'Content-Type': 'text/html; charset=us-ascii' }, body: INVALID_URL_HTML }
}

/** The user of a Basic login in UTF-8; null when there is none or it is wrong. */
export function authenticate(base: Infobase, header: string | undefined): User | null {
  const encoded = /^Basic\s+(.+)$/i.exec(header ?? '')?.[1]
  if (!encoded) return null
  const decoded = Buffer.from(encoded, 'base64').toString('utf8')
  const colon = decoded.indexOf(':')
  const name = decoded.slice(0, Math.max(colon, 0))
  const password = decoded.slice(colon + 1)
  return base.users.find((user) => user.name === name && user.password === password) ?? null
}

/** Some front ends show a page instead of refusing (1c-odata §3). */
export function unauthorized(base: Infobase): Reply {
  if (base.faults.loginPage) return { status: 200, headers: HTML_TYPE, body: LOGIN_HTML }
  return {
    status: 401,
    headers: { ...HTML_TYPE, 'WWW-Authenticate': `Basic realm="${base.name}"` },
    body: '<!DOCTYPE html>\n<html><head><title>401 Unauthorized</title></head><body><h1>Unauthorized</h1></body></html>\n',
  }
}
