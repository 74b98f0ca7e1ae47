import { type RawBuilder, sql } from 'kysely'

/** Condition on the joined `manager`: it is the person with this login. 1C keeps logins in any case, the hub in lower. */
export function loginIs(login: string): RawBuilder<boolean> {
  return sql<boolean>`ru_lower(manager.login) = ${login.toLowerCase()}`
}
