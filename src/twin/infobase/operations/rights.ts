/** The rights of the 1C user: a forbidden set is code 20, or nothing at all with `allowedOnly` (1c-odata §9, §11). */
import { setName } from '../configuration.ts'
import { accessDenied } from '../errors.ts'
import type { EntitySet } from '../schema.ts'
import type { ODataRequest } from './request.ts'

export function mayRead({ user }: ODataRequest, set: EntitySet): boolean {
  return !user.denied?.includes(setName(set.object))
}

export function requireRead(request: ODataRequest, set: EntitySet): void {
  if (!mayRead(request, set)) throw accessDenied()
}

export function requireWrite(request: ODataRequest, set: EntitySet): void {
  requireRead(request, set)
  if (request.user.readOnly) throw accessDenied()
}

/** The guide writes the parameter both with and without the dollar sign. */
export const wantsAllowedOnly = ({ query }: ODataRequest): boolean =>
  [query.get('allowedOnly'), query.get('$allowedOnly')].includes('true')
