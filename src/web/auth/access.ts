import type { Role } from '../../model/role.ts'

/** What a role may see of the parts this window shows (domain §15); anything not listed is denied. */
export const access = {
  /** Client's name on the chessboard. */
  clientOnBoard: ['call_center', 'sales', 'director'],
  calls: ['marketing', 'call_center', 'sales', 'admin', 'director'],
  /** Writing the result of a conversation. */
  callNote: ['call_center', 'admin'],
  debts: ['sales', 'director'],
  feed: ['marketing', 'admin', 'director'],
  journal: ['admin', 'director'],
  /** The certificate that nothing was lost, and mending what was. */
  verify: ['admin', 'director'],
  /** Mapping files: trying, taking into use, replaying, and what of 1C they lean on. */
  mappings: ['admin'],
  /** Rows that ask for an administrator's decision. */
  attention: ['admin', 'director'],
  /** Contract and price of a sold unit; a salesperson's own only. */
  deals: ['sales', 'director'],
  bookings: ['call_center', 'sales', 'director'],
} as const satisfies Record<string, readonly Role[]>

export type Right = keyof typeof access

export function may(role: Role, right: Right): boolean {
  return (access[right] as readonly Role[]).includes(role)
}
