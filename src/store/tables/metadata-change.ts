/** A state of the infobase's metadata, kept whole: compact, compressed, base64. */
export interface MetadataSnapshotTable {
  name: string
  /** The infobase it is of: another one is no change of this. */
  infobase: string
  fingerprint: string
  shape: string
  at: string
}

/** One difference between the accepted state and what 1C says. */
export interface MetadataChangeTable {
  key: string
  /** JSON of a judged change. */
  change: string
  severity: 'error' | 'warning' | 'info'
  /** `quiet`: nothing leans on it; `settled`: it is no difference any more, or the mappings have followed it. */
  state: 'open' | 'quiet' | 'acknowledged' | 'settled'
  traceId: string
  seenAt: string
  /** When administrators were written to. */
  toldAt: string | null
  settledAt: string | null
  /** Login of the person who took note of it. */
  settledBy: string | null
  /** Why it is settled, in Russian. */
  outcome: string | null
}

export interface MetadataChangeTables {
  metadataSnapshot: MetadataSnapshotTable
  metadataChange: MetadataChangeTable
}
