import { nearest } from '../../nearest.ts'
import { resemble } from '../../resemble.ts'
import type { InfobaseSchema } from '../../schema.ts'

/** Names whose likeness is weaker are not worth a guess. */
const leastLikeness = 0.7

/**
 * The set meant by a name that 1C does not have: the same word with another kind in front, a misspelt one, or one much like
 * it. The kind (`Catalog_`) says nothing: sets of a kind are alike in half of their letters.
 */
export function nearestSet(name: string, schema: InfobaseSchema): string | null {
  const tail = tailOf(name)
  const names = schema.names()
  const ofKind = names.filter((other) => other.startsWith(name.slice(0, name.length - tail.length)))
  for (const sets of [ofKind, names]) {
    const byTail = new Map(sets.map((set) => [tailOf(set), set]))
    const misspelt = nearest(tail, [...byTail.keys()])
    if (misspelt !== null) return byTail.get(misspelt) ?? null
  }
  return alike(name, ofKind.length > 0 ? ofKind : names)
}

/** `Catalog_X` and a mistaken `Справочник.X` → `X`. */
const tailOf = (set: string): string => set.slice(set.search(/[_.]/) + 1)

/** The attribute meant: the reference itself (`X_Key` for `X` and back), or a name much like it. */
export function nearestProperty(name: string, owner: string, schema: InfobaseSchema): string | null {
  const names = schema.properties(owner)
  const sibling = name.endsWith('_Key') ? name.slice(0, -'_Key'.length) : `${name}_Key`
  return names.has(sibling) ? sibling : closest(name, [...names])
}

/** The name meant: a misspelt one, or one of much the same words. */
export function closest(name: string, names: readonly string[]): string | null {
  return nearest(name, names) ?? alike(name, names)
}

function alike(name: string, names: readonly string[]): string | null {
  let best: string | null = null
  let most = leastLikeness
  for (const other of names) {
    const { score } = resemble(name, other)
    if (score > most) [best, most] = [other, score]
  }
  return best
}
