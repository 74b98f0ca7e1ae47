import { z } from 'zod'
import { Change } from './change.ts'
import type { Mention } from './mentions.ts'

/** A place of a mapping file that a change strikes. */
const Hit = z.object({ file: z.string(), line: z.int(), field: z.string().nullable() })
export type Hit = z.infer<typeof Hit>

/**
 * `error`: a mapping stops or reads wrong; `warning`: it works, but something may be lost; `info`: nothing leans on it.
 */
const Severity = z.enum(['error', 'warning', 'info'])
export type Severity = z.infer<typeof Severity>

export const JudgedChange = Change.extend({ severity: Severity, hits: z.array(Hit) })
export type JudgedChange = z.infer<typeof JudgedChange>

/** Whether a mention is of what has changed. */
export function isStruck(change: Change, mention: Mention): boolean {
  if (mention.object !== change.object) return false
  // A new value of an enum concerns the whole table that lists its values.
  if (change.what === 'member' && change.kind === 'added') return mention.kind === 'enum'
  // What is gone takes along what a path through a reference found in it.
  if (change.what === 'object' && change.kind === 'removed') return mention.kind !== 'member' && mention.kind !== 'enum'
  if (mention.kind !== change.what || mention.section !== change.section) return false
  return mention.name === change.name
}

/** Says how much a change matters to these mappings, and where. */
export function judgeChange(change: Change, mentions: ReadonlyMap<string, readonly Mention[]>): JudgedChange {
  const hits: Hit[] = []
  for (const [file, list] of mentions)
    for (const mention of list) {
      if (!isStruck(change, mention)) continue
      const { line, field } = mention
      if (!hits.some((hit) => hit.file === file && hit.line === line && hit.field === field))
        hits.push({ file, line, field })
    }
  return { ...change, hits, severity: hits.length === 0 ? 'info' : weightOf(change) }
}

const numeric = /^Edm\.(Int16|Int32|Int64|Double|Decimal)$/

function weightOf({ kind, what, before, after }: Change): Severity {
  if (kind === 'added' || (kind === 'removed' && what === 'member')) return 'warning'
  if (kind === 'retargeted') return before === 'ref:' || after === 'ref:' ? 'warning' : 'error'
  if (kind === 'retyped') return numeric.test(before ?? '') && numeric.test(after ?? '') ? 'warning' : 'error'
  // The name of an enum stands in no mapping.
  return what === 'enum' ? 'info' : 'error'
}
