import type { Request } from 'express'
import type { Hub } from '../../context.ts'
import { sameToken, tokenOf } from '../token.ts'
import { CallError } from './failure.ts'

/** Challenge of a 401: 1C then sends the user and password of its connection. */
export const challenge = { 'WWW-Authenticate': 'Basic realm="Realtor Hub", charset="UTF-8"' }

/**
 * Lets 1C in by ONEC_HOOK_TOKEN: as the password of Basic authentication, whatever the user, the way 1C's connections and
 * web service proxies send it; in `X-Hub-Token`; or in `token=`. Throws CallError otherwise.
 */
export function requireOnec(hub: Hub, request: Request): void {
  const expected = hub.config.hooks.onec
  if (expected === null) throw new CallError('unauthorized', 'Вызовы из 1С не настроены: задайте ONEC_HOOK_TOKEN.')
  const given = tokenOf(request) || basicPassword(request.get('authorization'))
  if (sameToken(given, expected)) return
  throw new CallError(
    'unauthorized',
    'Неверный токен: передайте его паролем соединения (Basic), в заголовке X-Hub-Token или в параметре token.',
  )
}

function basicPassword(header: string | undefined): string {
  const [scheme, credentials = ''] = (header ?? '').split(' ')
  if (scheme?.toLowerCase() !== 'basic') return ''
  const text = Buffer.from(credentials, 'base64').toString('utf8')
  return text.slice(text.indexOf(':') + 1)
}
