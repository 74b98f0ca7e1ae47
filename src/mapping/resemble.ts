import { synonyms } from './vocabulary.ts'
import { bareName, stemOf, wordsOf } from './words.ts'

/** How much alike two names are, from 0 to 1, and why, in Russian. */
export interface Likeness {
  score: number
  reasons: string[]
}

/** Groups of the vocabulary a word, or a word with its neighbours, belongs to. */
const groupsByStem = new Map<string, { group: number; also: readonly string[] }[]>()
for (const [group, words] of synonyms.entries())
  for (const phrase of words) {
    const [first = '', ...also] = phrase.split(' ').map(stemOf)
    const known = groupsByStem.get(first) ?? []
    known.push({ group, also })
    groupsByStem.set(first, known)
  }

/** A word that takes part in the comparison; a phrase of the vocabulary counts as one. */
interface Token {
  word: string
  stem: string
  groups: ReadonlySet<number>
}

/** A name taken apart; the same names are compared over and over. */
interface Parsed {
  bare: string
  tokens: readonly Token[]
}

/** More names than a large configuration has attributes. */
const mostParsed = 300_000
const parsedNames = new Map<string, Parsed>()

function parse(name: string): Parsed {
  const known = parsedNames.get(name)
  if (known) return known
  if (parsedNames.size > mostParsed) parsedNames.clear()
  const parsed = { bare: bareName(name).toLowerCase(), tokens: tokensIn(name) }
  parsedNames.set(name, parsed)
  return parsed
}

function tokensIn(name: string): readonly Token[] {
  const words = wordsOf(name)
  const stems = words.map(stemOf)
  const taken = new Set<number>()
  const tokens: Token[] = []
  for (const [at, word] of words.entries()) {
    if (taken.has(at)) continue
    const stem = stems[at] ?? word
    const groups = new Set<number>()
    let phrase = word
    let whole = stem
    for (const { group, also } of groupsByStem.get(stem) ?? []) {
      const places = also.map((wanted) => stems.indexOf(wanted))
      if (places.some((place) => place < 0 || place === at)) continue
      if (also.length > 0) {
        for (const place of places) taken.add(place)
        phrase = [word, ...places.map((place) => words[place] ?? '')].join(' ')
        // «Имя пользователя» is no name: a phrase has in common with its first word only what the vocabulary says.
        whole = [stem, ...also].join(' ')
      }
      groups.add(group)
    }
    tokens.push({ word: phrase, stem: whole, groups })
  }
  // What a phrase took away from behind it was put down already.
  return tokens.filter(
    ({ word }) => !tokens.some((other) => other.word !== word && other.word.split(' ').includes(word)),
  )
}

/**
 * Compares two names of 1C by their words: endings and order of words matter little, the noun the rest belongs to (the first
 * in a row of them) more than the others, and a synonym nearly as much as the word itself. Prefixes of kind, developer and
 * `Удалить…` and the `_Key` of a reference do not count.
 */
export function resemble(one: string, other: string): Likeness {
  const { bare, tokens: left } = parse(one)
  const { bare: otherBare, tokens: right } = parse(other)
  if (bare === otherBare) return { score: 1, reasons: ['имя то же'] }
  if (left.length === 0 || right.length === 0) return { score: 0, reasons: [] }
  const reasons: string[] = []
  const free = new Set(right.keys())
  let common = 0
  for (const [at, token] of left.entries()) {
    let best = { fit: 0, at: -1 }
    for (const place of free) {
      const mate = right[place]
      const fit = mate ? wordFit(token, mate) : 0
      if (fit > best.fit) best = { fit, at: place }
    }
    const mate = right[best.at]
    if (!mate) continue
    free.delete(best.at)
    common += best.fit * (weightOf(at, left) + weightOf(best.at, right))
    reasons.push(reasonOf(token, mate))
  }
  return { score: Math.min(0.99, common / 2), reasons: [...new Set(reasons)] }
}

/** Endings of adjectives; `-ие` is left to nouns such as `помещение`. */
const adjective = /(?:ый|ой|ая|яя|ое|ые|ний|[кч]ий)$/

/** Shares of the words of a name in it; they add up to one. The noun weighs more than what is said of it. */
function weightOf(at: number, tokens: readonly Token[]): number {
  const head = Math.max(
    0,
    tokens.findIndex(({ word }) => !adjective.test(word)),
  )
  const heavy = 1.3
  return (at === head ? heavy : 1) / (tokens.length - 1 + heavy)
}

function wordFit(one: Token, other: Token): number {
  if (one.stem === other.stem) return 1
  for (const group of one.groups) if (other.groups.has(group)) return 0.85
  if (one.stem.includes(' ') || other.stem.includes(' ')) return 0
  const [short = '', long = ''] = [one.stem, other.stem].sort((a, b) => a.length - b.length)
  if (short.length >= 4 && long.startsWith(short) && short.length / long.length >= 0.5) return 0.8
  let common = 0
  while (common < short.length && short[common] === long[common]) common++
  return common >= 5 && common / long.length >= 0.6 ? 0.6 : 0
}

function reasonOf(one: Token, other: Token): string {
  if (one.stem === other.stem) return `общее слово «${one.word}»`
  for (const group of one.groups) if (other.groups.has(group)) return `«${other.word}» значит то же, что «${one.word}»`
  return `«${other.word}» похоже на «${one.word}»`
}

/** Letters at the beginning of a word that two like words have in common. */
const beginning = 4

/** Signs of the words of a name: two names without a sign in common have nothing in common. For looking up among many. */
export function marksOf(name: string): string[] {
  const marks = parse(name).tokens.flatMap(({ stem, groups }) => [
    stem.slice(0, beginning),
    ...Array.from(groups, (group) => `#${group}`),
  ])
  return [...new Set(marks)]
}

export interface Ranked<T> extends Likeness {
  item: T
}

/** The items most alike to `name`, the best first; nothing below `least`. */
export function rank<T>(name: string, items: readonly T[], nameOf: (item: T) => string, least = 0.3): Ranked<T>[] {
  return items
    .map((item) => ({ item, ...resemble(name, nameOf(item)) }))
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score || (nameOf(a.item) < nameOf(b.item) ? -1 : 1))
}
