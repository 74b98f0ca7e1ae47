import { resemble } from '../resemble.ts'
import { stemOf, wordsOf } from '../words.ts'
import { meanings } from './wanted/meanings.ts'

const negations = new Set(['не', 'нет', 'без'].map(stemOf))
const isNegative = (name: string): boolean => wordsOf(name).some((word) => negations.has(stemOf(word)))

/** Likeness from which a value of 1C may be taken for one of ours. */
const sure = 0.6

export interface OptionGuess {
  option: string
  score: number
}

const guessed = new WeakMap<readonly string[], Map<string, OptionGuess | null>>()

/** Which of the model's values a member of an enumeration means; null when none, or two as likely. */
export function guessOption(options: readonly string[], member: string): OptionGuess | null {
  const known = guessed.get(options) ?? new Map<string, OptionGuess | null>()
  guessed.set(options, known)
  let guess = known.get(member)
  if (guess === undefined) {
    guess = bestGuess(options, member)
    known.set(member, guess)
  }
  return guess
}

function bestGuess(options: readonly string[], member: string): OptionGuess | null {
  const guesses = options
    .map((option) => ({
      option,
      score: Math.max(
        0,
        ...(meanings[option] ?? []).map((word) =>
          isNegative(word) === isNegative(member) ? resemble(word, member).score : 0,
        ),
      ),
    }))
    .filter(({ score }) => score >= sure)
    .sort((a, b) => b.score - a.score)
  const [best, second] = guesses
  return best && best.score > (second?.score ?? 0) ? best : null
}

/** Forms of each meaning that a person may have given an item of a directory. */
const titleForms = 4

/** Names that items of a directory of such values usually have, for a table that a person has to look over. */
export function titlesOf(options: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    options.flatMap((option) => (meanings[option] ?? []).slice(0, titleForms).map((word) => [titled(word), option])),
  )
}

/** `НеВПродаже` → `Не в продаже`; what is written with a hyphen stays: the law knows the `Машино-место`. */
function titled(word: string): string {
  if (word.includes('-')) return word
  const words = word.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?\p{Ll}+|\d+/gu) ?? [word]
  return words.map((one, at) => (at === 0 || /^\p{Lu}{2,}$/u.test(one) ? one : one.toLowerCase())).join(' ')
}

/** Words and beginnings of words that say a number. */
const counts: readonly (readonly [RegExp, number])[] = [
  [/^(студ|нол)/, 0],
  [/^(одн|один|перв)/, 1],
  [/^(дв|втор)/, 2],
  [/^(три|тре)/, 3],
  [/^четыр/, 4],
  [/^пят/, 5],
  [/^шест/, 6],
  [/^сем/, 7],
]

/** The number a value of an enumeration means: `Студия` 0, `Двухкомнатная` 2, `К3` 3; null when it says none. */
export function guessCount(member: string): number | null {
  const digits = /\d+/.exec(member)?.[0]
  if (digits !== undefined) return Number(digits)
  const words = wordsOf(member)
  return counts.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1] ?? null
}
