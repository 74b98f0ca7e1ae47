import type { EntityName } from '../../../model/index.ts'

/** One record before and after, in words for a person; nothing is masked: an administrator decides by it. */
export interface Example {
  ref: string
  /** Name, number or code of the record. */
  label: string
  before: string
  after: string
}

/** How many, and the first of them. */
export interface Group {
  count: number
  examples: Example[]
}

export interface FieldEffect extends Group {
  field: string
  title: string
}

/** What another version of its mapping makes of one entity. */
export interface EntityEffect {
  entity: EntityName
  title: string
  /** Records that were compared. */
  read: number
  /** Records with another value in any field. */
  changed: number
  fields: FieldEffect[]
  /** Records the hub would have for the first time, or no more. */
  enters: Group
  leaves: Group
  /** Records that could no longer be read, or for the first time. */
  unreadable: Group
  readable: Group
}

export interface FeedEffect {
  feed: string
  leaves: Group
  enters: Group
}

export interface DebtEffect extends Group {
  /** Overdue sums of these contracts together, kopecks. */
  before: number
  after: number
}

/** What the last wishes to change 1C would have written. */
export interface WritesEffect extends Group {
  checked: number
  /** Wishes that could no longer be carried out. */
  failing: Group
}

export interface EffectResult {
  /** The consequences in a few sentences, the gravest first; empty when nothing at all would change. */
  sentences: string[]
  entities: EntityEffect[]
  feeds: FeedEffect[]
  debts: DebtEffect
  writes: WritesEffect
  /** Records read from 1C. */
  read: number
  ms: number
}

export interface EffectProgress {
  /** What is being read, in Russian. */
  title: string
  done: number
  total: number
  part: number
  parts: number
}

/** Examples of one kind that are kept. */
const kept = 20

export const newGroup = (): Group => ({ count: 0, examples: [] })

export function addTo(group: Group, example: () => Example): void {
  group.count += 1
  if (group.examples.length < kept) group.examples.push(example())
}
