import { useQueries } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import type { MetadataObject } from '../../../api/mappings/mapping-contract.ts'
import { metadataObjectQuery } from './mapping-queries.ts'

/** What is known of the objects that are open, those behind open references included. */
export function useOpenObjects(open: ReadonlySet<string>): ReadonlyMap<string, MetadataObject> {
  const [wanted, setWanted] = useState<readonly string[]>([])
  const results = useQueries({
    queries: wanted.map((set) => metadataObjectQuery(set)),
    combine: (list) => list.map(({ data }) => data),
  })
  const known = useMemo(() => new Map(results.flatMap((data) => (data ? [[data.set, data] as const] : []))), [results])
  const needed = useMemo(() => setsOf(open, known), [open, known])
  if (needed.join() !== wanted.join()) setWanted(needed)
  return known
}

/** Sets whose insides are shown: opened ones, and targets of opened references as far as those are known. */
function setsOf(open: ReadonlySet<string>, known: ReadonlyMap<string, MetadataObject>): string[] {
  const sets = new Set<string>()
  for (const id of open) {
    const [root = '', ...steps] = id.split('/')
    if (!root.includes('_')) continue
    sets.add(root)
    let inside: Pick<MetadataObject, 'attributes' | 'sections'> | undefined = known.get(root)
    for (const step of steps) {
      const section = inside?.sections.find(({ name }) => name === step)
      const target = inside?.attributes.find(({ name }) => name === step)?.target
      if (target) sets.add(target)
      inside = section ? { attributes: section.attributes, sections: [] } : target ? known.get(target) : undefined
    }
  }
  return [...sets].sort()
}
