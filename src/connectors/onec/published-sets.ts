import type { Metadata } from './metadata.ts'

/** Names a base publishes, as mappings ask about them. */
export interface PublishedSets {
  has(set: string): boolean
  names(): readonly string[]
  /** Property names of a set; for `Set_Section` the columns of the section. */
  properties(set: string): ReadonlySet<string>
}

export function publishedSets(metadata: Metadata): PublishedSets {
  return {
    has: (set) => metadata.sets.has(set),
    names: () => [...metadata.sets.keys()],
    properties: (set) => new Set(metadata.entityTypes.get(metadata.sets.get(set) ?? '')?.properties.keys()),
  }
}
