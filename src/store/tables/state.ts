/** Where to resume and other single values, by name. */
export interface StateTable {
  name: string
  value: string
  updatedAt: string
}

/** A record of 1C that a mapping could not turn into an entity; gone as soon as it can. */
export interface UnmappedTable {
  entity: string
  ref: string
  reason: string
  traceId: string
  at: string
}

export interface HubUserTable {
  login: string
  name: string
  role: string
  /** `scrypt$N$r$p$salt$hash` in base64url. */
  password: string
  createdAt: string
  disabled: number
}

export interface SessionTable {
  /** HMAC of the cookie: the cookie itself is nowhere stored. */
  id: string
  login: string
  createdAt: string
  expiresAt: string
}

export interface StateTables {
  state: StateTable
  unmapped: UnmappedTable
  hubUser: HubUserTable
  session: SessionTable
}
