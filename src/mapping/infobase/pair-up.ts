import { resemble } from '../resemble.ts'
import { isRetired, nameBefore } from '../words.ts'

export interface Pair {
  from: string
  to: string
  score: number
  reasons: string[]
}

interface Side {
  name: string
  /** Neighbour before it that both sides have: where it stands. */
  after: string | null
  /** How many of the missing stand between that neighbour and it. */
  step: number
}

/** Names that only one side has, with the neighbour each stands behind. */
function lonely(names: readonly string[], other: ReadonlySet<string>): Side[] {
  const sides: Side[] = []
  let after: string | null = null
  let step = 0
  for (const name of names) {
    if (other.has(name)) {
      after = name
      step = 0
    } else sides.push({ name, after, step: step++ })
  }
  return sides
}

/** Likeness from which names alone speak for a rename. */
const alike = 0.45

export interface PairRules {
  /** Whether one may have become the other at all: the same type. */
  fits(from: string, to: string): boolean
  /** What else speaks for it, 0…1, beside names and places; null: nothing can be said. */
  content?(from: string, to: string): number | null
}

/**
 * Finds which of the names that are gone became which of the new ones, each at most once. What decides, in this order: the
 * word `Удалить` before the old name, likeness of content, of names, the place among the neighbours; the only one gone and
 * the only one come of a type are a pair even when nothing else speaks for it.
 */
export function pairUp(before: readonly string[], now: readonly string[], rules: PairRules): Pair[] {
  const gone = lonely(before, new Set(now))
  const come = lonely(now, new Set(before))
  const pairs: Pair[] = []
  for (const from of gone)
    for (const to of come) {
      const pair = judge(from, to, rules)
      if (pair) pairs.push(pair)
    }
  const left = new Set(gone.map(({ name }) => name))
  const right = new Set(come.map(({ name }) => name))
  const taken: Pair[] = []
  for (const pair of pairs.sort((a, b) => b.score - a.score)) {
    if (pair.score < alike || !left.has(pair.from) || !right.has(pair.to)) continue
    left.delete(pair.from)
    right.delete(pair.to)
    taken.push(pair)
  }
  const rest = (from: string, to: string) => left.has(from) && right.has(to)
  for (const pair of pairs) {
    if (!rest(pair.from, pair.to)) continue
    const rivals = pairs.filter(
      (other) => rest(other.from, other.to) && (other.from === pair.from || other.to === pair.to),
    )
    if (rivals.length > 1) continue
    left.delete(pair.from)
    right.delete(pair.to)
    taken.push({ ...pair, reasons: [...pair.reasons, 'исчезло и появилось ровно по одному такому'] })
  }
  return taken
}

function judge(from: Side, to: Side, rules: PairRules): Pair | null {
  if (isRetired(to.name) && !isRetired(from.name)) {
    if (nameBefore(to.name) !== from.name) return null
    return {
      from: from.name,
      to: to.name,
      score: 1,
      reasons: ['1С ставит «Удалить» перед именем того, что выводит из работы'],
    }
  }
  if (!rules.fits(from.name, to.name)) return null
  const names = resemble(from.name, to.name)
  const isSamePlace = from.after === to.after && from.step === to.step
  const content = rules.content?.(from.name, to.name) ?? null
  const reasons = [...names.reasons]
  if (isSamePlace) reasons.push('стоит на том же месте')
  if (content !== null && content >= 0.5) reasons.push(`состав совпадает на ${Math.round(content * 100)} %`)
  const own =
    content === null ? names.score : Math.max(content, (content + names.score) / 2 - (content < 0.2 ? 0.3 : 0))
  return { from: from.name, to: to.name, score: Math.min(1, own * 0.85 + (isSamePlace ? 0.15 : 0)), reasons }
}
