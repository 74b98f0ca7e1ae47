/** What stands before OData: faults of the web server and the platform, and the login (1c-odata §3, §11). */
import type { User } from './configuration.ts'
import type { Infobase } from './infobase.ts'
import type { Reply } from './operations/request.ts'
import {
  applicationErrorHtml,
  INVALID_URL_HTML,
  platformExceptionJson,
  platformExceptionXml,
} from './render/platform-error.ts'

const JSON_TYPE = { 'Content-Type': 'application/json;charset=utf-8' }
const HTML_TYPE = { 'Content-Type': 'text/html;charset=utf-8' }
const SEGMENT_LIMIT = 260

/** The reply of a switched-on fault that stops every request; null when the way is free. */
export function faultReply(base: Infobase, site: string): Reply | null {
  const { maintenance, sessionPool, licence, html500 } = base.faults
  if (html500) {
    return { status: 500, headers: HTML_TYPE, body: applicationErrorHtml('Недостаточно памяти') }
  }
  if (maintenance) {
    const body = platformExceptionJson(
      403,
      'HTTP: Forbidden\nОшибка доступа к информационной базе',
      'Начало сеанса с информационной базой запрещено.\nВыполняется обновление конфигурации.',
    )
    return { status: 403, headers: JSON_TYPE, body }
  }
  if (sessionPool) {
    const body = platformExceptionXml(406, 'Истекло время ожидания сеанса', site)
    return { status: 406, headers: { 'Content-Type': 'application/xml;charset=utf-8' }, body }
  }
  if (licence) {
    // The status of a missing licence is unknown; clients are told to go by the text.
    const body = platformExceptionJson(500, 'HTTP: Internal server error', 'Не обнаружено свободной лицензии!')
    return { status: 500, headers: JSON_TYPE, body }
  }
  return null
}

/** What the platform answers where nothing is published. */
export function notPublished(): Reply {
  return { status: 404, reason: 'Not found', headers: JSON_TYPE, body: platformExceptionJson(404, 'HTTP: Not found') }
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

export function unauthorized(base: Infobase): Reply {
  return {
    status: 401,
    headers: { ...HTML_TYPE, 'WWW-Authenticate': `Basic realm="${base.name}"` },
    body: '<!DOCTYPE html>\n<html><head><title>401 Unauthorized</title></head><body><h1>Unauthorized</h1></body></html>\n',
  }
}
