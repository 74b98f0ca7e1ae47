import type { Generated } from 'kysely'

/** One comparison of the store with 1C: the certificate of its day. Kept for 400 days. */
export interface VerificationTable {
  /** UUID v7, so newer ones sort after older ones. */
  id: string
  /** Calendar day of its start in the infobase's zone. */
  day: string
  startedAt: string
  finishedAt: string | null
  /** Last sign of life: one that stopped moving was broken off. */
  movedAt: string
  /** Who asked: `schedule`, `cli`, or a person's login as `person:<login>`. */
  cause: string
  verdict: 'running' | 'clean' | 'healed' | 'gaps' | 'failed'
  /** Why 1C and the store could not be compared, in Russian. */
  reason: string | null
  /** JSON, `Progress` of flows/verify; null once over. */
  progress: string | null
  /** JSON, `Figure[]` of flows/verify. */
  figures: string
  /** Gaps still open, and mended ones. */
  gaps: number
  healed: number
  traceId: string
}

/** A difference by name. Of very many of one kind only the first are kept; the figures hold their number. */
export interface VerificationGapTable {
  id: Generated<number>
  verificationId: string
  entity: string
  ref: string
  kind: string
  /** What a person reads, in Russian. */
  text: string
  healable: number
  /** `sent`: the work that mends it waits in its queue. */
  state: 'open' | 'sent' | 'healed'
  settledAt: string | null
}

export interface VerifyTables {
  verification: VerificationTable
  verificationGap: VerificationGapTable
}
