import type { z } from 'zod'
import { MappingSpec } from '../spec.ts'

/**
 * What is left of a file without the fields and words that are written wrongly, so that one mistake does not hide all others;
 * null when what is wrong is where everything else depends on it.
 */
export function salvage(value: unknown, issues: readonly z.core.$ZodIssue[]): MappingSpec | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const rest = structuredClone(value) as Record<string, unknown>
  for (const issue of issues) {
    const [section, name] = issue.path
    if (issue.code === 'unrecognized_keys') for (const key of issue.keys) drop(rest, [...issue.path, key])
    else if (section === 'fields' || section === 'lookup') drop(rest, name === undefined ? [section] : [section, name])
    else if (section === 'into' || section === 'when') drop(rest, [section])
    else return null
  }
  const parsed = MappingSpec.safeParse({ fields: {}, ...rest })
  return parsed.success ? parsed.data : null
}

function drop(value: Record<string, unknown>, path: readonly PropertyKey[]): void {
  let holder: unknown = value
  for (const step of path.slice(0, -1)) {
    if (typeof holder !== 'object' || holder === null || !Object.hasOwn(holder, step)) return
    holder = (holder as Record<PropertyKey, unknown>)[step]
  }
  const last = path.at(-1)
  if (typeof holder === 'object' && holder !== null && last !== undefined) Reflect.deleteProperty(holder, last)
}
