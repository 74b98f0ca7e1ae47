/** A property of an object that 1C holds otherwise than the hub wanted; there as long as that is so. */
export interface ConflictTable {
  /** The effect in the outbox that wants it. */
  messageId: number
  /** In 1C's names. */
  property: string
  /** JSON of both values. */
  wanted: string
  got: string
  /** `accepted`: a person said that 1C is right. */
  state: 'open' | 'accepted'
  traceId: string
  at: string
}

export interface ConflictTables {
  conflict: ConflictTable
}
