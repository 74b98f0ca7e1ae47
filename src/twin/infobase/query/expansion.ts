/** `$expand`: references to replace by the object they point to, level by level (1c-odata §9). */
import { notSupported, segmentNotFound } from '../errors.ts'
import type { Shape } from '../filter/scope.ts'
import type { Schema } from '../schema.ts'

export type Expansion = ReadonlyMap<string, Expansion>

const MAX_DEPTH = 4

/** @throws code 6 for an unknown name, code 0 for rows, composite references and more than four levels. */
export function parseExpansion(schema: Schema, shape: Shape, source: string | null): Expansion {
  const root = new Map<string, Map<string, never>>()
  if (source === null || source.trim() === '') return root
  for (const path of source.split(',')) grow(schema, shape, root, path.trim().split('/'))
  return root
}

type Growing = Map<string, Growing>

function grow(schema: Schema, shape: Shape, tree: Growing, segments: readonly string[], depth = 1): void {
  const [name = '', ...rest] = segments
  if (name === '') return
  if (depth > MAX_DEPTH) throw notSupported('Глубина $expand больше четырёх')
  if (name === '*' && rest.length === 0) {
    for (const link of shape.navigation) if (!tree.has(link.name)) tree.set(link.name, new Map())
    return
  }
  const link = shape.navigation.find((candidate) => candidate.name === name)
  const target = link ? schema.sets.get(link.to) : undefined
  if (!target) {
    const property = shape.properties.find((candidate) => candidate.attribute === name)
    if (property) throw notSupported(`$expand для свойства "${name}"`)
    throw segmentNotFound(name)
  }
  const next = tree.get(name) ?? new Map()
  tree.set(name, next)
  grow(schema, target, next, rest, depth + 1)
}
