import type { InfobaseShape, ObjectShape } from '../infobase/shape.ts'
import { resemble } from '../resemble.ts'
import { isRetired } from '../words.ts'

/** From this score on a guess is taken without a question mark. */
export const sure = 0.72

/** One way to fill a field. */
export interface Candidate {
  /** Attribute or attributes it takes: two fields seldom feed on one. */
  takes: string
  /** What goes into the mapping. */
  spec: Record<string, unknown>
  score: number
  reasons: string[]
  /** Members of an enum nobody could place. */
  unplaced?: string[]
  /** Other enums that the attribute may as well hold, and that would be read otherwise. */
  rivals?: { name: string; members: readonly string[] }[]
  isReadOnly?: boolean
  /** Set whose items stand for the values: reading them tells more. */
  directory?: string
}

/** An item of a small directory. */
export interface Item {
  name: string
  /** Empty for what people have added. */
  predefined: string
}

/** Items of directories that could be read, by set. */
export type Directories = ReadonlyMap<string, readonly Item[]>

/** What is known of the base while one entity is looked for. */
export interface Place {
  shape: InfobaseShape
  set: string
  object: ObjectShape
  /** Sets that other entities were found in. */
  homes: ReadonlyMap<string, string>
  directories: Directories
}

export const bare = (attribute: string): string => attribute.replace(/_Key$/, '')

type Scored = { score: number; reasons: string[] }

/** The same attributes stand in many objects, and every object is looked at several times. */
const scores = new WeakMap<readonly string[], Map<string, Scored>>()

/** The best likeness of a name to any of those wanted; earlier ones count a little more. */
export function nameScore(names: readonly string[], name: string): Scored {
  const known = scores.get(names) ?? new Map<string, Scored>()
  scores.set(names, known)
  const found = known.get(name) ?? bestScore(names, name)
  known.set(name, found)
  return found
}

function bestScore(names: readonly string[], name: string): Scored {
  let best: Scored = { score: 0, reasons: [] }
  for (const [at, wanted] of names.entries()) {
    const { score, reasons } = resemble(wanted, name)
    const weighed = score === 1 ? 1 - Math.min(0.15, at * 0.02) : score * (1 - Math.min(0.15, at * 0.02)) * 0.95
    if (weighed > best.score) best = { score: weighed, reasons: score === 1 ? ['обычное имя'] : reasons }
  }
  return best
}

const numeric = /^Edm\.(Int16|Int32|Int64|Double|Decimal)$/

/** How well a type of 1C carries a kind of the model, from 0 (not at all) to 1. */
export function typeFit(type: string, as: string): number {
  const isNumber = numeric.test(type)
  switch (as) {
    case 'ref':
      return type.startsWith('ref:') || type === 'Edm.Guid' ? 1 : 0
    case 'bool':
      return type === 'Edm.Boolean' ? 1 : 0
    case 'date':
    case 'instant':
      return type === 'Edm.DateTime' ? 1 : 0
    case 'money':
    case 'moneyOrEmpty':
    case 'area':
    case 'number':
    case 'numberOrEmpty':
      // A text that is no number would make 1C's record unreadable.
      return isNumber ? 1 : 0
    case 'int':
    case 'intOrEmpty':
      return isNumber ? 1 : type === 'Edm.String' ? 0.6 : 0
    default:
      return type === 'Edm.String' ? 1 : isNumber ? 0.7 : 0
  }
}

/** A retired attribute is a last resort. */
export const scored = (name: string, score: number, reasons: string[]) =>
  isRetired(name) ? { score: score * 0.4, reasons: [...reasons, 'выведен из работы'] } : { score, reasons }
