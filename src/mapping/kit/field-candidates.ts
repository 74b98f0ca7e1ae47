import type { FieldKind } from '../field-kind.ts'
import { isRetired } from '../words.ts'
import { bare, type Candidate, nameScore, type Place, scored, typeFit } from './candidate.ts'
import { countCandidate, optionCandidates, spokenBool } from './option-candidates.ts'
import { rowCandidates } from './row-candidates.ts'
import type { WantedField } from './wanted/wanted-field.ts'

/** Everything in the base that might fill this field, the best first. */
export function fieldCandidates(place: Place, wanted: WantedField, kind: FieldKind): Candidate[] {
  const found = [
    ...(wanted.rows === undefined ? [] : rowCandidates(place, wanted)),
    ...(kind.record === null ? directCandidates(place, wanted, kind).map(kind.list ? lessThanRows : itself) : []),
    ...(kind.as === 'bool' && (wanted.not || wanted.members) ? spokenBool(place, wanted) : []),
    ...(wanted.made ? madeCandidates(place, wanted, wanted.made) : []),
  ]
  return found.filter(({ score }) => score >= 0.3).sort((a, b) => b.score - a.score)
}

const itself = (candidate: Candidate): Candidate => candidate

/** Where there may be several, rows tell more than one attribute. */
const lessThanRows = (candidate: Candidate): Candidate => ({ ...candidate, score: candidate.score * 0.9 })

function directCandidates(place: Place, wanted: WantedField, kind: FieldKind): Candidate[] {
  if (wanted.to !== undefined) return referenceCandidates(place, wanted, wanted.to)
  if (kind.options) return optionCandidates(place, wanted, kind.options)
  const as = wanted.as ?? kind.as ?? 'text'
  const list = Object.entries(place.object.attributes).flatMap(([name, type]): Candidate[] => {
    const fit = typeFit(type, as)
    const named = nameScore(wanted.names, name)
    if (fit === 0 || named.score === 0) return []
    const counted =
      type === 'Edm.String' && (as === 'int' || as === 'intOrEmpty') ? countCandidate(place, name, named) : null
    if (counted) return [counted]
    const spec = { path: name, ...(wanted.as && wanted.as !== kind.as && { as: wanted.as }) }
    return [{ takes: name, spec, ...scored(name, named.score * (0.7 + 0.3 * fit), named.reasons) }]
  })
  return list.some(({ score }) => score >= 0.7) ? list : [...list, ...distantCandidates(place, wanted, as)]
}

/** Attributes of what the object refers to: the phone of the person behind an employee. */
function distantCandidates({ shape, set, object, homes }: Place, wanted: WantedField, as: string): Candidate[] {
  const known = new Set(homes.values())
  return Object.entries(object.attributes).flatMap(([attribute, type]) => {
    const target = /^ref:(.+)/.exec(type)?.[1]
    const there = target === undefined || target === set ? undefined : shape.objects[target]
    // What another entity is made of is that entity's own.
    if (!there || known.has(target ?? '') || isRetired(attribute) || attribute === 'Parent_Key') return []
    return Object.entries(there.attributes).flatMap(([name, far]): Candidate[] => {
      // Every object has a name of its own: that of another one is none of this one's.
      if (/^(Code|Description|Number|Date|Ref_Key|DeletionMark)$/.test(name)) return []
      const fit = typeFit(far, as)
      const named = nameScore(wanted.names, name)
      if (fit === 0 || named.score < 0.75) return []
      const path = `${bare(attribute)}.${name}`
      const reasons = [...named.reasons, `через ссылку «${bare(attribute)}» на «${target}»`]
      return [
        { takes: path, spec: { path }, ...scored(name, named.score * (0.5 + 0.2 * fit), reasons), isReadOnly: true },
      ]
    })
  })
}

function referenceCandidates({ homes, object, set }: Place, wanted: WantedField, entity: string): Candidate[] {
  const home = homes.get(entity)
  return Object.entries(object.attributes).flatMap(([name, type]): Candidate[] => {
    const named = nameScore(wanted.names, name)
    const isHome = home !== undefined && type === `ref:${home}`
    const isComposite = type === 'composite'
    if (!isHome && !isComposite && type !== 'ref:') return []
    // A folder is a parent of its own kind, seldom anything else.
    if (name === 'Ref_Key' || (name === 'Parent_Key' && type === `ref:${set}`)) return []
    const score = isHome ? 0.7 + 0.3 * named.score : named.score * (isComposite ? 0.85 : 0.7)
    const reasons = [...named.reasons, ...(isHome ? [`ведёт к «${home}»`] : isComposite ? ['составной тип'] : [])]
    const spec = { path: name, ...(isComposite && home !== undefined && { type: home }) }
    return [
      { takes: name, spec, ...scored(name, score, reasons), ...(isComposite && { isReadOnly: home === undefined }) },
    ]
  })
}

/** Worked out of another attribute: the year of a date, a word of a full name. */
function madeCandidates({ object }: Place, wanted: WantedField, made: NonNullable<WantedField['made']>): Candidate[] {
  return Object.entries(object.attributes).flatMap(([name, type]): Candidate[] => {
    if (type !== made.type) return []
    const named = nameScore(made.names, name)
    if (named.score < 0.5) return []
    const isComputed = 'compute' in made
    const spec = isComputed
      ? { compute: made.compute.replaceAll('{}', name), ...(wanted.as && { as: wanted.as }) }
      : { path: name, as: made.as }
    const reasons = [...named.reasons, isComputed ? `вычисляется из «${name}»` : `часть «${name}»`]
    const takes = `${isComputed ? made.compute : made.as} ${name}`
    return [{ takes, spec, ...scored(name, named.score * 0.7, reasons), isReadOnly: true }]
  })
}
