import type { Generated } from 'kysely'

export type Topic = 'exchange' | 'call' | 'feed' | 'debt' | 'message' | 'system'
export type Level = 'info' | 'warning' | 'error'

/** Head of a chain of steps with one cause: an inbound fact, a pull, a run of a schedule. */
export interface TraceTable {
  traceId: string
  topic: Topic
  title: string
  startedAt: string
  lastAt: string
  steps: number
  level: Level
  /** Text of all steps in lower case, for the search field. */
  search: string
}

export interface JournalEntryTable {
  id: Generated<number>
  traceId: string
  at: string
  step: string
  text: string
  level: Level
  /** JSON; personal data is masked before it gets here. */
  facts: string
}

export interface JournalTables {
  trace: TraceTable
  journalEntry: JournalEntryTable
}
