import type { PackagePause } from './package-pause.ts'
import type { EntityWay } from './read-ways.ts'

/** What the exchange with 1C is doing now; kept in memory, the loop is the only writer. */
export interface LinkState {
  /** `unmapped`: 1C answers, and no mapping fits it. */
  state: 'connecting' | 'pulling' | 'online' | 'offline' | 'unmapped' | 'stopped'
  since: string
  /** Last time 1C answered what we asked. */
  checkedAt: string | null
  /** End of the last whole pull. */
  lastPullAt: string | null
  /** Last time something had changed there. */
  lastChangeAt: string | null
  /** Russian sentence of the last failure; null once the link works again. */
  lastError: string | null
  latencyMs: number | null
  progress: { entity: string; done: number; total: number } | null
  /** How each entity is read, and when that was decided; null: decide anew. */
  ways: EntityWay[]
  waysAt: number | null
  /** End of the last comparison of what the exchange plan does not bring. */
  comparedAt: string | null
  /** Set while the exchange plan is left alone after failures. */
  pause: PackagePause | null
  /** Objects by set whose change a comparison has found before the exchange plan told of it. */
  silent: Map<string, readonly string[]>
}

export function newLink(now: string): LinkState {
  return {
    state: 'connecting',
    since: now,
    checkedAt: null,
    lastPullAt: null,
    lastChangeAt: null,
    lastError: null,
    latencyMs: null,
    progress: null,
    ways: [],
    waysAt: null,
    comparedAt: null,
    pause: null,
    silent: new Map(),
  }
}

/** Moves the link to a state; `since` changes only when the state does. Returns true when it did. */
export function moveLink(link: LinkState, state: LinkState['state'], now: string): boolean {
  if (link.state === state) return false
  link.state = state
  link.since = now
  return true
}

/** How old the mirror is, in seconds; null before the first pull. */
export function mirrorAge(link: LinkState, now: Date): number | null {
  return link.checkedAt === null ? null : Math.max(0, Math.round((now.getTime() - Date.parse(link.checkedAt)) / 1000))
}
