import { resemble } from '../resemble.ts'
import type { InfobaseShape } from './shape.ts'

/** Where names are looked up: the attributes of an object, or the columns of a section. */
export interface Place {
  object: string
  section: string | null
}

/** An entity set, or one that is a section (`Catalog_X_Rows`) or the rows of a register. */
export function placeOf(shape: InfobaseShape, set: string): Place | null {
  if (shape.objects[set]) return { object: set, section: null }
  for (const { index } of set.matchAll(/_/g)) {
    const owner = shape.objects[set.slice(0, index)]
    const section = set.slice(index + 1)
    const name = section === 'RecordType' ? 'RecordSet' : section
    if (owner?.sections[name]) return { object: set.slice(0, index), section: name }
  }
  return null
}

/** What a name means in a place, in the base's own words, and the place behind it. */
export interface Found {
  mention: Place & { kind: 'attribute' | 'section'; name: string }
  next: Place | null
}

export function lookUp(shape: InfobaseShape, { object, section }: Place, word: string): Found | null {
  const owner = shape.objects[object]
  const attributes = section === null ? owner?.attributes : owner?.sections[section]
  const name = [word, `${word}_Key`].find((one) => attributes && Object.hasOwn(attributes, one))
  if (name !== undefined) {
    const target = /^ref:(.+)/.exec(attributes?.[name] ?? '')?.[1]
    const next = target !== undefined && shape.objects[target] ? { object: target, section: null } : null
    return { mention: { kind: 'attribute', object, section, name }, next }
  }
  if (section !== null || !owner?.sections[word]) return null
  return { mention: { kind: 'section', object, section: null, name: word }, next: { object, section: word } }
}

/**
 * The enum an attribute holds: `$metadata` does not say (1c-odata §8), so the values tell, and among namesakes the name.
 * Null when less than half of the values are members of any, or two fit alike: a wrong guess is worse than none.
 */
export function enumOf(shape: InfobaseShape, attribute: string, values: readonly string[]): string | null {
  let best: { name: string; fit: number; isAlone: boolean } | null = null
  for (const [name, members] of Object.entries(shape.enums)) {
    const known = values.filter((value) => members.includes(value)).length
    if (known === 0 || known * 2 < values.length) continue
    const fit = known / values.length + resemble(attribute, name).score / 2
    if (best === null || fit > best.fit) best = { name, fit, isAlone: true }
    else if (fit === best.fit) best.isAlone = false
  }
  return best?.isAlone ? best.name : null
}
