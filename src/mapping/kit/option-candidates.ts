import type { InfobaseShape } from '../infobase/shape.ts'
import { resemble } from '../resemble.ts'
import { bare, type Candidate, type Item, nameScore, type Place, scored, sure } from './candidate.ts'
import { enumsLike } from './enum-index.ts'
import { guessCount, guessOption, titlesOf } from './guess-option.ts'
import type { WantedField } from './wanted/wanted-field.ts'

/** Texts that hold a value of an enumeration, flags, and directories whose items stand for values. */
export function optionCandidates(place: Place, wanted: WantedField, options: readonly string[]): Candidate[] {
  const { shape, object, set } = place
  return Object.entries(object.attributes).flatMap(([name, type]): Candidate[] => {
    const named = nameScore(wanted.names, name)
    if (type === 'Edm.Boolean' && wanted.flag) return flagCandidate(name, wanted.flag)
    if (type === 'Edm.String' && !/^(Code|Description|Number|PredefinedDataName)$/.test(name)) {
      const holds = enumFor(shape, name, set, options)
      const likeness = holds === null ? named.score * 0.5 : named.score * 0.55 + holds.fit * 0.45
      const { rivals = [], unplaced = [] } = holds ?? {}
      // Between two enums only a person can tell.
      const score = rivals.length > 0 ? Math.min(likeness, sure - 0.01) : likeness
      if (named.score < 0.25 && (holds?.fit ?? 0) < 0.8) return []
      const reasons = [
        ...named.reasons,
        ...(holds ? [`значения как в перечислении «${holds.name}»`] : ['перечисление не угадано']),
        ...(rivals.length > 0 ? ['перечисление выбрано по имени, есть похожие'] : []),
      ]
      const spec = { path: name, values: holds?.values ?? {}, ...defaultOf(wanted) }
      return [{ takes: name, spec, ...scored(name, score, reasons), unplaced, rivals }]
    }
    const target = /^ref:(.+)/.exec(type)?.[1]
    if (target === undefined || named.score < 0.5 || /^(Ref|Parent|Owner)_Key$/.test(name) || !shape.objects[target])
      return []
    const read = place.directories.get(target) ?? []
    return [{ ...directoryCandidate(name, target, options, named, read), directory: target }]
  })
}

/** By the names of the items where they are known, best by those the configuration gave them; else by the usual names. */
function directoryCandidate(
  name: string,
  target: string,
  options: readonly string[],
  named: { score: number; reasons: string[] },
  items: readonly Item[],
): Candidate {
  const isPredefined = items.length > 0 && items.every(({ predefined }) => predefined !== '')
  const path = `${bare(name)}.${isPredefined ? 'PredefinedDataName' : 'Description'}`
  const titles = items.map((item) => (isPredefined ? item.predefined : item.name))
  const values = Object.fromEntries(
    titles.flatMap((title) => {
      const guess = guessOption(options, title)
      return guess ? [[title, guess.option]] : []
    }),
  )
  const placed = Object.keys(values).length
  if (placed === 0) {
    const reasons = [...named.reasons, `значения — элементы «${target}»: сверьте их названия`]
    const spec = { path, values: titlesOf(options) }
    return { takes: name, spec, ...scored(name, named.score * 0.6, reasons), isReadOnly: true }
  }
  const reasons = [...named.reasons, `значения — элементы «${target}», прочитанные из базы`]
  const score = named.score * 0.55 + (placed / titles.length) * 0.4
  const unplaced = titles.filter((title) => !Object.hasOwn(values, title))
  return { takes: name, spec: { path, values }, ...scored(name, score, reasons), unplaced, isReadOnly: true }
}

/** The numbers that values of an enumeration such as `Одна`, `Двухкомнатная` stand for. */
export function countCandidate(
  { shape, set }: Place,
  name: string,
  named: { score: number; reasons: string[] },
): Candidate | null {
  const owner = set.slice(set.indexOf('_') + 1)
  for (const title of enumsLike(shape, name)) {
    const members = shape.enums[title] ?? []
    if (Math.max(resemble(name, title).score, resemble(name + owner, title).score) < 0.7) continue
    const values = Object.fromEntries(
      members.flatMap((member) => {
        const count = guessCount(member)
        return count === null ? [] : [[member, count]]
      }),
    )
    const unplaced = members.filter((member) => !Object.hasOwn(values, member))
    if (unplaced.length === members.length) continue
    const reasons = [...named.reasons, `числа из значений перечисления «${title}»`]
    return { takes: name, spec: { path: name, values }, score: named.score * 0.95, reasons, unplaced }
  }
  return null
}

const defaultOf = ({ default: value }: WantedField): object => (value === undefined ? {} : { default: value })

function flagCandidate(name: string, { names, values }: NonNullable<WantedField['flag']>): Candidate[] {
  const named = nameScore(names, name)
  if (named.score < 0.5) return []
  const [whenTrue, whenFalse] = values
  const spec = { path: name, values: { true: whenTrue, false: whenFalse } }
  return [{ takes: name, spec, ...scored(name, named.score * 0.9, [...named.reasons, 'признак да/нет']) }]
}

interface EnumFit {
  name: string
  fit: number
  values: Record<string, string>
  unplaced: string[]
}

/** Enums whose fits differ by less cannot be told apart. */
const alike = 0.05

interface NamedEnum {
  name: string
  /** Likeness of its title to the attribute, alone or with its object: `Статус` of a flat, `СтатусыКвартир`. */
  named: number
}

const enumsOfObject = new WeakMap<object, Map<string, NamedEnum[]>>()

/** Enumerations an attribute may hold by their titles; an object is looked at for several fields and several times. */
function namedEnums(shape: InfobaseShape, set: string, attribute: string): NamedEnum[] {
  const object = shape.objects[set] ?? shape
  const known = enumsOfObject.get(object) ?? new Map<string, NamedEnum[]>()
  enumsOfObject.set(object, known)
  const found = known.get(attribute)
  if (found) return found
  const owner = set.slice(set.indexOf('_') + 1)
  const named = enumsLike(shape, attribute)
    .map((name) => {
      const alone = resemble(attribute, name).score
      return { name, named: Math.max(alone, resemble(attribute + owner, name).score * 0.95) }
    })
    .filter((one) => one.named >= 0.45)
  known.set(attribute, named)
  return named
}

/**
 * The enumeration an attribute probably holds: by its name, and by how many of its values mean one of ours; with those that fit
 * as well and whose values the table of this one would not read.
 */
function enumFor(
  shape: InfobaseShape,
  attribute: string,
  set: string,
  options: readonly string[],
): (EnumFit & { rivals: NonNullable<Candidate['rivals']> }) | null {
  const fits: EnumFit[] = []
  for (const { name, named } of namedEnums(shape, set, attribute)) {
    const members = shape.enums[name] ?? []
    const values: Record<string, string> = {}
    for (const member of members) {
      const guess = guessOption(options, member)
      if (guess) values[member] = guess.option
    }
    const placed = Object.keys(values).length
    const fit = named * 0.5 + (members.length === 0 ? 0 : placed / members.length) * 0.5
    const unplaced = members.filter((member) => !Object.hasOwn(values, member))
    if (placed > 0) fits.push({ name, fit, values, unplaced })
  }
  const [best, ...others] = fits.sort((a, b) => b.fit - a.fit)
  if (!best) return null
  const isCovered = (member: string) => Object.hasOwn(best.values, member)
  const rivals = others
    .filter(({ fit }) => best.fit - fit < alike)
    .map(({ name }) => ({ name, members: shape.enums[name] ?? [] }))
    .filter(({ members }) => !members.every(isCovered))
  return { ...best, rivals }
}

const stateNames = ['Состояние', 'Статус', 'Стадия']

/** A yes-or-no that the base says by the contrary, or by a value of an enumeration. */
export function spokenBool({ shape, object, set }: Place, { not = [], members = [] }: WantedField): Candidate[] {
  return Object.entries(object.attributes).flatMap(([name, type]): Candidate[] => {
    if (type === 'Edm.Boolean') {
      const named = nameScore(not, name)
      if (named.score < 0.6) return []
      const reasons = [...named.reasons, 'сказано наоборот']
      return [
        { takes: name, spec: { path: name, values: { true: false, false: true } }, score: named.score * 0.85, reasons },
      ]
    }
    if (type !== 'Edm.String') return []
    const about = nameScore(stateNames, name)
    if (about.score < 0.5) return []
    for (const title of enumsLike(shape, name)) {
      const values = shape.enums[title] ?? []
      if (Math.max(resemble(name, title).score, resemble(name + set, title).score) < 0.4) continue
      const said = values.find((value) => members.some((member) => resemble(member, value).score >= 0.8))
      if (said === undefined) continue
      const reasons = [`в перечислении «${title}» есть «${said}»`]
      return [
        {
          takes: `${name}=${said}`,
          spec: { compute: `${name} == '${said}'` },
          score: about.score * 0.8,
          reasons,
          isReadOnly: true,
        },
      ]
    }
    return []
  })
}
