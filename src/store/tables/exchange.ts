/** How far a whole pull has come in one range of an entity's pages. */
export interface PullCursorTable {
  entity: string
  /** Place of the range among those of its entity. */
  n: number
  /** Number of the whole pull it belongs to. */
  pull: number
  /** Dates the range lies between, 1C's wall clock; both empty for a set that is read in one piece. */
  rangeFrom: string
  rangeTo: string
  /** Rows of the range that are stored. */
  next: number
  finished: number
}

/** A living row as the exchange left it in the mirror; only of entities that no exchange plan brings. */
export interface MirrorKnownTable {
  entity: string
  ref: string
  version: string
}

export interface ExchangeTables {
  pullCursor: PullCursorTable
  mirrorKnown: MirrorKnownTable
}
