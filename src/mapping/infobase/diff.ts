import { rank, resemble } from '../resemble.ts'
import { isRetired, kindOf, nameBefore } from '../words.ts'
import type { Change } from './change.ts'
import { type Pair, pairUp } from './pair-up.ts'
import { type Attributes, type InfobaseShape, type ObjectShape, objectHash } from './shape.ts'

type Part = Pick<Change, 'kind' | 'what' | 'object' | 'name'> & Partial<Change>

const change = (part: Part): Change => ({
  section: null,
  to: null,
  before: null,
  after: null,
  replacement: null,
  score: 1,
  reasons: [],
  ...part,
})

const isRetirement = ({ reasons }: Pair): boolean => reasons[0]?.startsWith('1С ставит') ?? false

/**
 * What became of a base: every difference once, told from the names it had before. Order counts for nothing. A renamed
 * object is one change, however many references lead to it.
 */
export function diffShapes(before: InfobaseShape, now: InfobaseShape): Change[] {
  const objects = pairUp(Object.keys(before.objects), Object.keys(now.objects), {
    fits: (from, to) => kindOf(from) === kindOf(to),
    content: (from, to) => overlap(contentOf(before.objects[from]), contentOf(now.objects[to])),
  }).filter(
    ({ from, to, score, reasons }) => isTrueRename(before, now, from, to) || (score >= 0.45 && reasons.length > 1),
  )
  const renamed = new Map(objects.map(({ from, to }) => [from, to]))
  const changes = named('object', objects, Object.keys(before.objects), Object.keys(now.objects))
  for (const [set, object] of Object.entries(before.objects)) {
    const other = now.objects[renamed.get(set) ?? set]
    if (other && objectHash(object) !== objectHash(other)) changes.push(...diffObject(set, object, other, renamed))
  }
  const own = changes.filter((one) => !isConsequence(one, before, now))
  return [...own, ...diffEnums(before.enums, now.enums)]
}

/** References to what is published no more lead nowhere, and the other way round: the object itself is the change. */
function isConsequence({ kind, before: was, after: is }: Change, before: InfobaseShape, now: InfobaseShape): boolean {
  if (kind !== 'retargeted') return false
  if (is === 'ref:') return !Object.hasOwn(now.objects, (was ?? '').slice('ref:'.length))
  return was === 'ref:' && !Object.hasOwn(before.objects, (is ?? '').slice('ref:'.length))
}

/** A like name or a like content; that two objects came and went at one time is no reason by itself. */
function isTrueRename(before: InfobaseShape, now: InfobaseShape, from: string, to: string): boolean {
  return resemble(from, to).score >= 0.45 || overlap(contentOf(before.objects[from]), contentOf(now.objects[to])) >= 0.5
}

/** Changes of a list of names of which some pairs are the same thing. */
function named(
  what: 'object' | 'enum',
  pairs: readonly Pair[],
  before: readonly string[],
  now: readonly string[],
): Change[] {
  const [gone, come] = [new Set(pairs.map(({ from }) => from)), new Set(pairs.map(({ to }) => to))]
  const [old, fresh] = [new Set(before), new Set(now)]
  return [
    ...pairs.map((pair) => change({ ...movement(pair), what, object: pair.from, name: pair.from })),
    ...before
      .filter((name) => !fresh.has(name) && !gone.has(name))
      .map((name) => change({ kind: 'removed', what, object: name, name })),
    ...now
      .filter((name) => !old.has(name) && !come.has(name))
      .map((name) => change({ kind: 'added', what, object: name, name })),
  ]
}

const movement = (pair: Pair) => ({
  kind: isRetirement(pair) ? ('retired' as const) : ('renamed' as const),
  to: pair.to,
  score: pair.score,
  reasons: pair.reasons,
})

function diffObject(
  object: string,
  before: ObjectShape,
  now: ObjectShape,
  renamed: ReadonlyMap<string, string>,
): Change[] {
  const changes = diffAttributes(object, null, before.attributes, now.attributes, renamed)
  const sections = pairUp(Object.keys(before.sections), Object.keys(now.sections), {
    fits: () => true,
    content: (from, to) => overlap(columnsOf(before.sections[from]), columnsOf(now.sections[to])),
  })
  const moved = new Map(sections.map((pair) => [pair.from, pair]))
  const arrived = new Set(sections.map(({ to }) => to))
  for (const [name, columns] of Object.entries(before.sections)) {
    const pair = moved.get(name)
    if (pair) changes.push(change({ ...movement(pair), what: 'section', object, name }))
    const other = now.sections[pair?.to ?? name]
    if (other) changes.push(...diffAttributes(object, name, columns, other, renamed))
    else changes.push(change({ kind: 'removed', what: 'section', object, name }))
  }
  for (const name of Object.keys(now.sections))
    if (!Object.hasOwn(before.sections, name) && !arrived.has(name))
      changes.push(change({ kind: 'added', what: 'section', object, name }))
  for (const name of before.functions)
    if (!now.functions.includes(name)) changes.push(change({ kind: 'removed', what: 'table', object, name }))
  for (const name of now.functions)
    if (!before.functions.includes(name)) changes.push(change({ kind: 'added', what: 'table', object, name }))
  return changes
}

function diffAttributes(
  object: string,
  section: string | null,
  before: Attributes,
  now: Attributes,
  renamed: ReadonlyMap<string, string>,
): Change[] {
  const typeBefore = (name: string) => translated(before[name] ?? '', renamed)
  const typeNow = (name: string) => now[name] ?? ''
  const changes: Change[] = []
  const add = (part: Omit<Part, 'what' | 'object'>) =>
    changes.push(change({ what: 'attribute', object, section, ...part }))
  const reborn = sameAttribute(before, now)
  const pairs = [
    ...reborn,
    ...pairUp(leftOver(before, now), leftOver(now, before), {
      fits: (from, to) => isSameKind(typeBefore(from), typeNow(to)),
    }),
  ]
  const moved = new Map(pairs.map((pair) => [pair.from, pair]))
  const arrived = new Set(pairs.map(({ to }) => to))
  const come = Object.keys(now).filter((name) => !Object.hasOwn(before, name) && !arrived.has(name))
  for (const name of Object.keys(before)) {
    const pair = moved.get(name)
    const to = pair?.to ?? name
    const [was, is] = [typeBefore(name), typeNow(to)]
    if (pair && !reborn.includes(pair)) {
      const replacement = isRetirement(pair) ? replacementOf(name, come) : null
      add({ ...movement(pair), name, before: was, after: is, replacement })
      if (replacement !== null) come.splice(come.indexOf(replacement), 1)
    } else if (!Object.hasOwn(now, to)) add({ kind: 'removed', name, before: was })
    else if (was !== is) {
      const kind = was.startsWith('ref:') && is.startsWith('ref:') ? 'retargeted' : 'retyped'
      add({ kind, name, to: to === name ? null : to, before: was, after: is })
    }
  }
  for (const name of come) {
    // The old values went to `УдалитьX`, and `X` itself is a new attribute of another type.
    const anew = isRetired(name)
      ? changes.find((one) => one.name === nameBefore(name) && one.before !== one.after)
      : null
    if (anew) Object.assign(anew, { kind: 'retired', to: name, replacement: anew.name, reasons: [leftBehind] })
    else add({ kind: 'added', name, after: typeNow(name) })
  }
  return changes
}

const leftBehind =
  '1С ставит «Удалить» перед именем того, что выводит из работы; прежнее имя досталось новому реквизиту'

/** `X_Key` that became the composite `X`, or the other way round: the same attribute by another name. */
function sameAttribute(before: Attributes, now: Attributes): Pair[] {
  return Object.keys(before).flatMap((from) => {
    const to = from.endsWith('_Key') ? from.slice(0, -4) : `${from}_Key`
    const isGone = !Object.hasOwn(now, from) && Object.hasOwn(now, to) && !Object.hasOwn(before, to)
    return isGone ? [{ from, to, score: 1, reasons: [] }] : []
  })
}

/** All names but those that `sameAttribute` speaks for: they keep their places among the neighbours. */
function leftOver(own: Attributes, other: Attributes): string[] {
  return Object.keys(own).filter((name) => {
    const twin = name.endsWith('_Key') ? name.slice(0, -4) : `${name}_Key`
    return Object.hasOwn(other, name) || !Object.hasOwn(other, twin) || Object.hasOwn(own, twin)
  })
}

/** What was put in the place of an attribute that 1C retired: a new one whose name says the same. */
function replacementOf(name: string, come: readonly string[]): string | null {
  return rank(name, come, (other) => other, 0.45)[0]?.item ?? null
}

const translated = (type: string, renamed: ReadonlyMap<string, string>): string => {
  const target = type.startsWith('ref:') ? renamed.get(type.slice(4)) : undefined
  return target === undefined ? type : `ref:${target}`
}

const numeric = /^Edm\.(Int16|Int32|Int64|Double|Decimal)$/

/** A number may have grown by a digit on the way. */
const isSameKind = (one: string, other: string): boolean =>
  one === other ||
  (numeric.test(one) && numeric.test(other)) ||
  (isReference(one) && isReference(other) && isVague(one, other))

const isReference = (type: string): boolean => type.startsWith('ref:')
/** Where one of two references leads may be unpublished. */
const isVague = (one: string, other: string): boolean => one === 'ref:' || other === 'ref:'

function diffEnums(before: InfobaseShape['enums'], now: InfobaseShape['enums']): Change[] {
  const pairs = pairUp(Object.keys(before), Object.keys(now), {
    fits: () => true,
    content: (from, to) => overlap(before[from] ?? [], now[to] ?? []),
  }).filter(({ from, to }) => overlap(before[from] ?? [], now[to] ?? []) > 0.3 || resemble(from, to).score >= 0.6)
  const renamed = new Map(pairs.map(({ from, to }) => [from, to]))
  const changes = named('enum', pairs, Object.keys(before), Object.keys(now))
  for (const [name, members] of Object.entries(before)) {
    const other = now[renamed.get(name) ?? name]
    if (other) changes.push(...diffMembers(name, members, other))
  }
  return changes
}

function diffMembers(object: string, before: readonly string[], now: readonly string[]): Change[] {
  const pairs = pairUp(before, now, { fits: () => true })
  const [moved, arrived] = [new Set(pairs.map(({ from }) => from)), new Set(pairs.map(({ to }) => to))]
  const [old, fresh] = [new Set(before), new Set(now)]
  return [
    ...pairs.map((pair) => change({ ...movement(pair), what: 'member', object, name: pair.from })),
    ...before
      .filter((name) => !fresh.has(name) && !moved.has(name))
      .map((name) => change({ kind: 'removed', what: 'member', object, name })),
    ...now
      .filter((name) => !old.has(name) && !arrived.has(name))
      .map((name) => change({ kind: 'added', what: 'member', object, name })),
  ]
}

/** Attributes every object of its kind has; that they are alike says little. */
const standard =
  /^(Ref_Key|DataVersion|DeletionMark|Code|Description|Parent_Key|IsFolder|Owner|Owner_Key|Predefined|PredefinedDataName|Number|Date|Posted|LineNumber|RecordSet|Recorder|Recorder_Key|Period|Active)$/

const contents = new WeakMap<ObjectShape, ReadonlySet<string>>()

function contentOf(object: ObjectShape | undefined): ReadonlySet<string> {
  if (!object) return new Set()
  const known = contents.get(object) ?? new Set(contentsOf(object))
  contents.set(object, known)
  return known
}

function contentsOf(object: ObjectShape): string[] {
  const own = columnsOf(object.attributes)
  return [...own, ...Object.keys(object.sections), ...Object.values(object.sections).flatMap(columnsOf)]
}

function columnsOf(attributes: Attributes | undefined): string[] {
  const names = Object.entries(attributes ?? {}).map(([name, type]) => `${name}:${type}`)
  const own = names.filter((name) => !standard.test(name.split(':')[0] ?? ''))
  return own.length > 0 ? own : names
}

function overlap(one: Iterable<string>, other: Iterable<string>): number {
  const [left, right] = [one, other].map((items) => (items instanceof Set ? (items as Set<string>) : new Set(items)))
  if (!left || !right || left.size + right.size === 0) return 0
  let common = 0
  for (const item of left) if (right.has(item)) common++
  return common / (left.size + right.size - common)
}
