/** An inbound fact exactly as it arrived. What came of it is told by its jobs and the journal, under `traceId`. */
export interface InboxFactTable {
  /** UUID v7, so newer facts sort after older ones. */
  id: string
  source: string
  /** What the sender repeats when it reports the same thing again; unique within the source. */
  key: string
  traceId: string
  receivedAt: string
  contentType: string | null
  /** JSON object. */
  headers: string
  body: string
  /** The thing it is about, e.g. a call, when that can be told at the door. */
  subjectKey: string | null
  state: 'new' | 'done' | 'parked'
  /** Why it is parked, in Russian. */
  reason: string | null
  handledAt: string | null
}

export interface InboxTables {
  inboxFact: InboxFactTable
}
