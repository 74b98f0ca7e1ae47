import type { Generated } from 'kysely'

/** A state of the folder of mappings that was in use. Nothing is ever removed: any of them may be gone back to. */
export interface MappingVersionTable {
  id: Generated<number>
  at: string
  /** Login of whoever brought it into use, or the words for an edit of the files themselves. */
  author: string
  comment: string
  /** JSON: text by file name, all files. */
  files: string
  fingerprint: string
  /** JSON list of the files that differ from the version before. */
  changed: string
  /** JSON: files of cases that went with it, by name `{ before, after }`. */
  cases: Generated<string>
  /** JSON list of sentences: what its author was shown before; null where nothing was tried. */
  effect: string | null
  /** Id of the version whose files these are again. */
  rolledBackTo: number | null
  /** When its files were in the folder; null while they are being written there. */
  writtenAt: string | null
}

/** A trial of edited files against the version in use, which changes nothing. */
export interface MappingEffectTable {
  /** UUID v7, so newer ones sort after older ones. */
  id: string
  at: string
  author: string
  /** Fingerprint of the version it was compared with. */
  baseFingerprint: string
  /** JSON: text by file name, only of what differs; null is a file taken away. */
  files: string
  /** JSON: text by the same names as it lay on disk then, as a hash; null where there was none. */
  disk: string
  state: 'running' | 'done' | 'failed' | 'stopped'
  /** JSON, `EffectProgress` of flows/mappings. */
  progress: string | null
  /** JSON, `EffectResult` of flows/mappings. */
  result: string | null
  /** Why it failed, in Russian. */
  reason: string | null
  jobId: string | null
  finishedAt: string | null
  /** When its author was handed the result. */
  seenAt: string | null
}

export interface MappingVersionTables {
  mappingVersion: MappingVersionTable
  mappingEffect: MappingEffectTable
}
