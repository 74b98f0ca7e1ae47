/** The rights of the 1C user: a forbidden set is code 20, or nothing at all with `allowedOnly` (1c-odata §9, §11). */
import { setName } from '../configuration.ts'
import { accessDenied } from '../errors.ts'
import type { StoredRecord } from '../record.ts'
import { textIn } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import type { ODataRequest } from './request.ts'

export function mayRead({ base, user }: ODataRequest, set: EntitySet): boolean {
  const name = setName(set.object)
  return !user.denied?.includes(name) && !base.faults.denied.includes(name)
}

export function requireRead(request: ODataRequest, set: EntitySet): void {
  if (!mayRead(request, set)) throw accessDenied()
}

export function requireWrite(request: ODataRequest, set: EntitySet): void {
  requireRead(request, set)
  if (request.user.readOnly || request.base.faults.readOnly) throw accessDenied()
}

/** Which rows the restrictions of access by record leave to this user; null when they leave all. */
export function visibility({ base, user }: ODataRequest, set: EntitySet): ((row: StoredRecord) => boolean) | null {
  const name = setName(set.object)
  const isVisible = user.visible?.[name]
  if (!isVisible) return null
  if (set.form !== 'section') return isVisible
  return (row) => {
    const owner = base.get(name, textIn(row, 'Ref_Key'))
    return owner !== undefined && isVisible(owner)
  }
}

/** The guide writes the parameter both with and without the dollar sign. */
export const wantsAllowedOnly = ({ query }: ODataRequest): boolean =>
  [query.get('allowedOnly'), query.get('$allowedOnly')].includes('true')
