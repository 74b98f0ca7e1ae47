import { createHash, timingSafeEqual } from 'node:crypto'
import type { Request } from 'express'

/** Compares without telling by its timing how much of a token was right. */
export function sameToken(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** Token of a machine: header `X-Hub-Token`, or `token=` in the query where the sender can set no header. */
export function tokenOf(request: Request): string {
  const header = request.get('x-hub-token')
  const query = request.query.token
  return header ?? (typeof query === 'string' ? query : '')
}
