/** Enums every infobase declares for its own needs (1c-odata §8); no attribute of a configuration holds one. */
const serviceEnums = new Set([
  'AccountType',
  'AccountingRecordType',
  'AccumulationRecordType',
  'AllowedSign',
  'AllowedLength',
  'DateFractions',
])

/** Attributes every object has; none of them holds an enum. */
const standard = /^(Code|Description|Number|DataVersion|PredefinedDataName|Comment|.*_Type|.*_Key)$/

export interface NamedEnum {
  name: string
  members: readonly string[]
}

/**
 * The enum that the text attribute of a set holds, told by names (`ВидПомещения` of `ВидыПомещений`) and by values seen in
 * it: `$metadata` does not link the two (1c-odata §8). Several when they fit equally well, none when nothing fits: a wrong
 * guess is worse than none.
 */
export function likelyEnums(
  enums: ReadonlyMap<string, readonly string[]>,
  set: string,
  attribute: string,
  seen: readonly string[],
): NamedEnum[] {
  if (standard.test(attribute)) return []
  const own = wordsOf(attribute)
  const around = wordsOf(set.slice(set.indexOf('_') + 1))
  const fits: (NamedEnum & { fit: number })[] = []
  for (const { name, words, members } of inWords(enums)) {
    const met = seen.length === 0 ? 0 : seenFit(members, seen)
    const named = nameFit(words, own, around)
    // Of an enum without a single value that was seen only the name can speak, and then the whole of it.
    const fit = seen.length > 0 && met === 0 && named === 1 ? 0 : named + met
    if (fit >= 1) fits.push({ name, members, fit })
  }
  const best = Math.max(...fits.map(({ fit }) => fit))
  return fits.filter(({ fit }) => fit === best).map(({ name, members }) => ({ name, members }))
}

interface WordedEnum extends NamedEnum {
  words: readonly string[]
}

/** A large configuration has fifteen hundred enums, and every attribute of an object is compared with each of them. */
const worded = new WeakMap<ReadonlyMap<string, readonly string[]>, readonly WordedEnum[]>()

function inWords(enums: ReadonlyMap<string, readonly string[]>): readonly WordedEnum[] {
  const known = worded.get(enums)
  if (known) return known
  const own = Array.from(enums)
    .filter(([name]) => !serviceEnums.has(name))
    .map(([name, members]) => ({ name, words: wordsOf(name), members }))
  worded.set(enums, own)
  return own
}

/** From 0 (has nothing to do with it) to 1.5 (the attribute's words and no others). */
function nameFit(words: readonly string[], own: readonly string[], around: readonly string[]): number {
  if (own.length === 0 || !own.every((word) => words.some((other) => isSameWord(word, other)))) return 0
  const rest = words.filter((word) => !own.some((other) => isSameWord(word, other)))
  if (rest.length === 0) return 1.5
  return rest.every((word) => around.some((other) => isSameWord(word, other))) ? 1.25 : 1
}

/** A member is a long made-up word: that two of them meet in another enum by chance is hardly to be feared. */
function seenFit(members: readonly string[], seen: readonly string[]): number {
  const found = seen.filter((value) => members.includes(value)).length
  const share = found / seen.length
  return found >= 2 && share >= 0.5 ? 1 + share : 0.4 * share
}

/** `ВидыПомещений` → `виды`, `помещений`. */
function wordsOf(name: string): string[] {
  return (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\d]+/gu) ?? []).map((word) => word.toLowerCase())
}

/** Whether two words differ by their ending only: `состояние`, `состояния`. */
function isSameWord(one: string, other: string): boolean {
  const shorter = Math.min(one.length, other.length)
  if (Math.abs(one.length - other.length) > 3) return false
  let common = 0
  while (common < shorter && one[common] === other[common]) common++
  return common >= Math.max(3, shorter - 2)
}
