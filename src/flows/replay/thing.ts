import type { Hub } from '../../context.ts'
import type { RawRecord, RawValue } from '../../model/raw.ts'
import type { ReplayDetail } from '../../model/replay.ts'
import type { ReplayItemRow, ReplayRow } from '../../store/replays.ts'
import type { HubAt } from './under-mapping.ts'

/** A replay at work. */
export interface Run {
  hub: Hub
  replay: ReplayRow
  hubAt: HubAt
  signal: AbortSignal
}

export interface Outcome {
  state: 'done' | 'failed' | 'skipped'
  /** What was or would be done, or why not: a Russian sentence. */
  text: string
  detail?: ReplayDetail
}

/**
 * How one kind of thing is done once more. Both throw HubError: one that a person has to clear becomes the item's reason,
 * one that passes by itself makes its subject wait.
 */
export interface Thing {
  /** Looks what would be done. Writes nothing, here or outside. */
  foresee(run: Run, item: ReplayItemRow): Promise<Outcome>
  /** Does it; may be called again for an item that was broken off. */
  redo(run: Run, item: ReplayItemRow): Promise<Outcome>
}

export const skipped = (text: string): Outcome => ({ state: 'skipped', text })
export const failed = (text: string): Outcome => ({ state: 'failed', text })
export const done = (text: string, detail?: ReplayDetail): Outcome => ({
  state: 'done',
  text,
  ...(detail ? { detail } : {}),
})

/** Values of a record as a person compares them. */
export function linesOf(after: Readonly<Record<string, unknown>>, before: RawRecord | null): ReplayDetail['lines'] {
  return Object.entries(after).map(([name, value]) => ({
    name,
    before: before === null ? null : shown(before[name]),
    after: shown(value),
  }))
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null || value === '') return null
  return typeof value === 'object' ? JSON.stringify(value) : String(value as RawValue)
}
