import type { Generated } from 'kysely'

/** Doing a set of past things once more. Its items are those the filter caught when it was started. */
export interface ReplayTable {
  /** UUID v7, so newer ones sort after older ones. */
  id: string
  at: string
  /** Login, or `cli`. */
  author: string
  /** JSON, `ReplayFilter` of flows/replay. */
  filter: string
  /** Of what it does: filter, mapping and `dry` together. */
  hash: string
  /** Mapping files of today, or those in use when the thing came in. */
  mapping: 'now' | 'then'
  /** Only tells what would be done. */
  dry: number
  state: 'running' | 'done' | 'stopped'
  /** Why it does not move while it runs: 1C is away. */
  waiting: string | null
  /** More than this number was caught and is not part of it. */
  beyond: number
  finishedAt: string | null
  traceId: string
}

export interface ReplayItemTable {
  /** Order of the work among items with one `subject`. */
  id: Generated<number>
  replayId: string
  /** What the thing is done once more for: a client, a call. Items with the same one go one after another. */
  subject: string
  /** Key of the thing: a fact, a call, an effect, a job, or `entity ref` of a record. */
  target: string
  /** When the thing came in. */
  since: string
  title: string
  /** `held`: 1C put it off time and again, or it waits behind such a one; nobody tries it until a person says so. */
  state: 'waiting' | 'held' | 'done' | 'failed' | 'skipped'
  /** Rounds of the whole replay in which 1C put it off while others went through. */
  tries: Generated<number>
  /** What was or would be done, or why not; Russian. While it waits: why 1C put it off. */
  text: string | null
  /** JSON, `ItemDetail` of flows/replay: the body and its difference. */
  detail: string | null
  handledAt: string | null
}

export interface ReplayTables {
  replay: ReplayTable
  replayItem: ReplayItemTable
}
