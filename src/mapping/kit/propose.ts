import { type EntityName, entities } from '../../model/index.ts'
import { type FieldKind, fieldKinds } from '../field-kind.ts'
import type { InfobaseShape, ObjectShape } from '../infobase/shape.ts'
import { isRetired, kindOf, stemOf, wordsOf } from '../words.ts'
import { type Candidate, type Directories, nameScore } from './candidate.ts'
import { fieldCandidates } from './field-candidates.ts'
import { wanted } from './wanted/wanted.ts'
import type { WantedEntity, WantedField } from './wanted/wanted-field.ts'

/** From here on a guess is taken at all; see `sure`. */
const least = 0.42

export interface SetCandidate {
  set: string
  score: number
  reasons: string[]
}

export interface FieldProposal {
  field: string
  kind: FieldKind
  /** What is taken; null when nothing is good enough. */
  chosen: Candidate | null
  /** What else was considered, the best first. */
  others: Candidate[]
}

export interface EntityProposal {
  entity: EntityName
  set: SetCandidate | null
  others: SetCandidate[]
  fields: FieldProposal[]
}

const names = Object.keys(entities) as EntityName[]

const knownKinds = new Map<EntityName, Record<string, FieldKind>>()

function kindsOf(entity: EntityName): Record<string, FieldKind> {
  const kinds = knownKinds.get(entity) ?? fieldKinds(entity)
  knownKinds.set(entity, kinds)
  return kinds
}

/** Sets that hold something about such objects, and never the objects. */
const aside =
  /ПрисоединенныеФайлы|ДополнительныеРеквизиты|ДополнительныеСведения|Настройк|Истори|Верси|Шаблон|КлючиДоступа|КлючАналитики|ГруппыДоступа|Отчет|Удаленн|Архив$|^(Виды|Типы|Группы|Статусы|Категории|Роли|Причины|Состояния)/

/** How well a set suits an entity by its name alone. */
function namedCandidates(shape: InfobaseShape, entity: WantedEntity): SetCandidate[] {
  return Object.keys(shape.objects).flatMap((set) => {
    if (!entity.kinds.includes(kindOf(set))) return []
    const own = set.slice(set.indexOf('_') + 1)
    const { score, reasons } = nameScore(entity.names, set)
    const stems = wordsOf(set).map(stemOf)
    const isAlien = entity.unlike?.some((word) => stems.includes(stemOf(word))) ?? false
    const isAside = aside.test(own) && !entity.names.includes(own)
    const kind = 1 - entity.kinds.indexOf(kindOf(set)) * 0.1
    const weight = kind * (isAlien ? 0.4 : 1) * (isAside ? 0.3 : 1) * (isRetired(set) ? 0.3 : 1)
    return score * weight >= 0.25 ? [{ set, score: score * weight, reasons }] : []
  })
}

/** Sets of an entity that are looked at closely. */
const looked = 12

/**
 * Proposes a mapping for every entity of the model out of the names and types of a base. Done in rounds: which set holds
 * clients tells which attribute of a contract is its client, and that again speaks for the set of contracts.
 */
export function proposeMappings(shape: InfobaseShape, directories: Directories = new Map()): EntityProposal[] {
  let homes: ReadonlyMap<string, string> = new Map()
  let proposals: EntityProposal[] = []
  for (let round = 0; round < 3; round++) {
    proposals = names.map((entity) => proposeEntity(shape, entity, homes, directories))
    homes = settleHomes(proposals)
  }
  const chosen = homes
  return names.map((entity) => {
    const known = proposals.find((proposal) => proposal.entity === entity)
    const all = [...(known?.set ? [known.set] : []), ...(known?.others ?? [])]
    const set = all.find((one) => one.set === chosen.get(entity)) ?? null
    const others = all.filter((one) => one !== set)
    return { entity, set, others, fields: set ? proposeFields(shape, entity, set.set, chosen, directories) : [] }
  })
}

/** One set is home to one entity: the entity it suits best. */
function settleHomes(proposals: readonly EntityProposal[]): Map<string, string> {
  const pairs = proposals
    .flatMap(({ entity, set, others }) => [...(set ? [set] : []), ...others].map((one) => ({ entity, ...one })))
    .filter(({ score }) => score >= least)
    .sort((a, b) => b.score - a.score)
  const homes = new Map<string, string>()
  const taken = new Set<string>()
  for (const { entity, set } of pairs) {
    if (homes.has(entity) || taken.has(set)) continue
    homes.set(entity, set)
    taken.add(set)
  }
  return homes
}

function proposeEntity(
  shape: InfobaseShape,
  entity: EntityName,
  homes: ReadonlyMap<string, string>,
  directories: Directories,
): EntityProposal {
  const ranked = namedCandidates(shape, wanted[entity])
    .sort((a, b) => b.score - a.score)
    .slice(0, looked)
    .map((candidate) => {
      const fields = proposeFields(shape, entity, candidate.set, homes, directories)
      const content = contentScore(fields)
      const share = Math.round(content * 100)
      const found = candidate.score * 0.6 + content * 0.4
      const holders = holdersOf(shape, entity, homes)
      const pointing = holders.filter((holder) => pointsTo(holder, candidate.set))
      const reasons = [
        ...candidate.reasons,
        `полей нашлось ${share} %`,
        ...(pointing.length > 0 ? [`ссылаются ${pointing.length} из ${holders.length}`] : []),
      ]
      const score = holders.length === 0 ? found : found * 0.85 + (pointing.length / holders.length) * 0.15
      return { set: candidate.set, score, reasons }
    })
    .sort((a, b) => b.score - a.score)
  const [set = null, ...others] = ranked
  return { entity, set, others, fields: [] }
}

interface Holder {
  object: ObjectShape
  fields: readonly WantedField[]
}

/** Objects of other entities that have to refer to this one: the client is whom contracts and bookings are made with. */
function holdersOf(shape: InfobaseShape, entity: EntityName, homes: ReadonlyMap<string, string>): Holder[] {
  return names.flatMap((other) => {
    const object = other === entity ? undefined : shape.objects[homes.get(other) ?? '']
    const fields = Object.values(wanted[other].fields).filter(({ to }) => to === entity)
    return object && fields.length > 0 ? [{ object, fields }] : []
  })
}

const pointsTo = ({ object: { attributes, sections }, fields }: Holder, set: string): boolean =>
  [attributes, ...Object.values(sections)].some((columns) =>
    Object.entries(columns).some(
      ([name, type]) =>
        type === `ref:${set}` && !isRetired(name) && fields.some((field) => nameScore(field.names, name).score >= 0.5),
    ),
  )

/** Attributes every object has say nothing for one. */
const standard = new Set(['ref', 'code', 'name', 'number', 'date', 'at', 'posted', 'deleted'])

/** Share of the entity's own fields that were found, each as sure as it is. */
function contentScore(fields: readonly FieldProposal[]): number {
  const own = fields.filter(({ field }) => !standard.has(field))
  return own.reduce((sum, { chosen }) => sum + (chosen?.score ?? 0), 0) / Math.max(1, own.length)
}

function proposeFields(
  shape: InfobaseShape,
  entity: EntityName,
  set: string,
  homes: ReadonlyMap<string, string>,
  directories: Directories,
): FieldProposal[] {
  const object = shape.objects[set]
  if (!object) return []
  const kinds = kindsOf(entity)
  const place = { shape, set, object, homes: new Map([...homes, [entity, set]]), directories }
  const lists = Object.entries(kinds).map(([field, kind]) => {
    const want = wanted[entity].fields[field]
    return { field, kind, found: want ? fieldCandidates(place, want, kind) : [] }
  })
  const pairs = lists
    .flatMap(({ field, found }) => found.map((candidate) => ({ field, candidate })))
    .filter(({ candidate }) => candidate.score >= least)
    .sort((a, b) => b.candidate.score - a.candidate.score)
  const chosen = new Map<string, Candidate>()
  const taken = new Set<string>()
  for (const { field, candidate } of pairs) {
    if (chosen.has(field) || taken.has(candidate.takes)) continue
    chosen.set(field, candidate)
    taken.add(candidate.takes)
  }
  onlyOfPeople(chosen)
  return lists.map(({ field, kind, found }) => {
    const own = chosen.get(field) ?? null
    return { field, kind, chosen: own, others: found.filter((one) => one !== own).slice(0, 3) }
  })
}

/** The name of a company has no surname in it. */
function onlyOfPeople(chosen: ReadonlyMap<string, Candidate>): void {
  const kind = chosen.get('kind')?.spec
  const values = Object.entries((kind?.values ?? {}) as Record<string, unknown>)
  const person = values.find(([, option]) => option === 'person')?.[0]
  if (kind?.path === undefined || person === undefined) return
  const isFlag = person === 'true' || person === 'false'
  for (const field of ['lastName', 'firstName', 'middleName']) {
    const candidate = chosen.get(field)
    if (candidate?.spec.as === field)
      candidate.spec = { ...candidate.spec, when: `${kind.path} == ${isFlag ? person : `'${person}'`}` }
  }
}
