import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar, type YAMLMap } from 'yaml'
import { resemble } from '../resemble.ts'
import type { InfobaseShape } from './shape.ts'
import { sourceMap } from './source-map.ts'

/** One place of a mapping file that leans on a name of 1C. */
export interface Mention {
  /** `member`: a value of an enum; `enum`: a table of values as a whole. */
  kind: 'object' | 'section' | 'attribute' | 'table' | 'member' | 'enum'
  /** Entity set, or name of the enum. */
  object: string
  section: string | null
  /** As the base calls it: `Квартира_Key`, also where the file says `Квартира.Owner_Key`. */
  name: string
  /** Offsets of the word in the file; null where it cannot be replaced in place. */
  at: { start: number; end: number } | null
  line: number
  /** Field of the model it feeds; null for what the whole mapping leans on. */
  field: string | null
}

/** Where names are looked up: the attributes of an object, or the columns of a section. */
interface Place {
  object: string
  section: string | null
}

type Spot = (index: number, length: number) => Pick<Mention, 'at' | 'line'>

interface Reading {
  shape: InfobaseShape
  root: Place
  field: string | null
  add(mention: Mention): void
}

/**
 * Finds every mention of the base's names in a mapping file, in words of the base as it was when they still fitted. Names
 * the base does not know are passed over: of those lint tells. Empty for a file that is no mapping of an entity set.
 */
export function mentionsIn(text: string, shape: InfobaseShape): Mention[] {
  const lines = new LineCounter()
  const { contents, errors } = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  if (errors.length > 0 || !isMap(contents)) return []
  const mentions: Mention[] = []
  const spotOf = (node: Scalar): Spot => {
    const place = sourceMap(text, node)
    const line = lines.linePos(node.range?.[0] ?? 0).line
    return (index, length) => {
      if (!place) return { at: null, line }
      const start = place(index)
      return { at: { start, end: place(index + length) }, line: lines.linePos(start).line }
    }
  }
  const from = contents.get('from', true)
  const set = isMap(from) ? from.get('set', true) : undefined
  if (!isMap(from) || !isScalar(set)) return []
  const root = placeOf(shape, String(set.value))
  if (!root) return []
  const reading: Reading = { shape, root, field: null, add: (mention) => mentions.push(mention) }
  readFrom(reading, from, root, set, spotOf)
  const lookup = contents.get('lookup', true)
  if (isMap(lookup)) eachScalar(lookup, (node) => readCondition(reading, String(node.value), spotOf(node)))
  const fields = contents.get('fields', true)
  if (isMap(fields))
    for (const { key, value } of fields.items)
      if (isScalar(key)) readField({ ...reading, field: String(key.value) }, value, root, spotOf)
  return mentions
}

/** An entity set, or one that is a section (`Catalog_X_Rows`) or the rows of a register. */
function placeOf(shape: InfobaseShape, set: string): Place | null {
  if (shape.objects[set]) return { object: set, section: null }
  for (const { index } of set.matchAll(/_/g)) {
    const owner = shape.objects[set.slice(0, index)]
    const section = set.slice(index + 1)
    const name = section === 'RecordType' ? 'RecordSet' : section
    if (owner?.sections[name]) return { object: set.slice(0, index), section: name }
  }
  return null
}

function readFrom(reading: Reading, from: YAMLMap, root: Place, set: Scalar, spotOf: (node: Scalar) => Spot): void {
  const written = String(set.value)
  const owner = { object: root.object, section: null, field: null }
  reading.add({ kind: 'object', ...owner, name: root.object, ...spotOf(set)(0, root.object.length) })
  if (root.section !== null && root.section !== 'RecordSet') {
    const spot = spotOf(set)(root.object.length + 1, written.length - root.object.length - 1)
    reading.add({ kind: 'section', ...owner, name: root.section, ...spot })
  }
  const table = from.get('table', true)
  if (isScalar(table))
    reading.add({ kind: 'table', ...owner, name: String(table.value), ...spotOf(table)(0, String(table.value).length) })
  for (const name of ['filter', 'order']) {
    const node = from.get(name, true)
    if (isScalar(node)) readCondition(reading, String(node.value), spotOf(node))
  }
  const parameters = from.get('parameters', true)
  if (isMap(parameters)) eachScalar(parameters, (node) => readCondition(reading, String(node.value), spotOf(node)))
  const only = from.get('only', true)
  if (isMap(only)) for (const { key } of only.items) if (isScalar(key)) readPath(reading, root, key, spotOf)
}

/** Words of the language whose value is one path or a list of them. */
const paths = ['path', 'orElse']
const expressions = ['when', 'compute']

function readField(reading: Reading, value: unknown, place: Place, spotOf: (node: Scalar) => Spot): void {
  if (isScalar(value)) {
    readPath(reading, place, value, spotOf)
    return
  }
  if (!isMap(value)) return
  const main = value.get('rows', true) ?? value.get('path', true)
  const end = isScalar(main) ? readPath(reading, place, main, spotOf) : null
  const row = end?.rows ?? place
  for (const name of paths) {
    const node = value.get(name, true)
    if (node !== main)
      for (const one of isSeq(node) ? node.items : [node]) if (isScalar(one)) readPath(reading, row, one, spotOf)
  }
  for (const name of expressions) {
    const node = value.get(name, true)
    if (isScalar(node)) readCondition({ ...reading, root: row }, String(node.value), spotOf(node))
  }
  const columns = value.get('fields', true)
  if (isMap(columns)) for (const { value: column } of columns.items) readField(reading, column, row, spotOf)
  const also = value.get('alsoWrite', true)
  if (isMap(also)) for (const { key } of also.items) if (isScalar(key)) readPath(reading, row, key, spotOf)
  readValues(reading, value, end?.attribute ?? '', spotOf)
}

interface End {
  /** Place of the rows a path goes through. */
  rows: Place | null
  attribute: string
}

/** Follows a path from name to name, through references and into sections. */
function readPath(reading: Reading, start: Place, node: Scalar, spotOf: (node: Scalar) => Spot): End {
  const text = String(node.value)
  const spot = spotOf(node)
  let place: Place | null = start
  let next: Place | null = null
  const end: End = { rows: null, attribute: '' }
  for (const { 0: token, index } of text.matchAll(/[\p{L}_][\p{L}\p{N}_]*|'(?:[^']|'')*'|[[\].]/gu)) {
    if (token === '[' || token === '.') {
      place = next
      if (token === '[') end.rows = next
    } else if (token === ']') {
      next = end.rows
    } else if (token.startsWith("'")) {
      readMember(reading, token.slice(1, -1).replaceAll("''", "'"), end.attribute, spot(index + 1, token.length - 2))
    } else if (place !== null) {
      const found = lookUp(reading.shape, place, token)
      next = found?.next ?? null
      end.attribute = token
      if (found) reading.add({ ...found.mention, field: reading.field, ...spot(index, token.length) })
      if (found?.mention.kind === 'section' && end.rows === null) end.rows = found.next
    }
  }
  return end
}

type Found = { mention: Pick<Mention, 'kind' | 'object' | 'section' | 'name'>; next: Place | null }

function lookUp(shape: InfobaseShape, { object, section }: Place, word: string): Found | null {
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

/** Conditions of OData and expressions: names outside quotes and braces, with the rows a `Section/any(d: …)` runs over. */
function readCondition(reading: Reading, text: string, spot: Spot): void {
  const { shape, root } = reading
  const rows = new Map<string, Place>()
  for (const [, section = '', name = ''] of text.matchAll(
    /([\p{L}_][\p{L}\p{N}_]*)[/.](?:any|all|exists|filter|map)\(\s*([\p{L}_]\w*)\s*[:,]/gu,
  ))
    if (shape.objects[root.object]?.sections[section]) rows.set(name, { object: root.object, section })
  const tokens = text.matchAll(
    /'(?:[^']|'')*'|"(?:[^"\\]|\\.)*"|\{[^}]*\}|[\p{L}_][\p{L}\p{N}_]*(?:[/.][\p{L}_][\p{L}\p{N}_]*)*/gu,
  )
  for (const { 0: token, index } of tokens) {
    if (/^['"{]/.test(token)) continue
    let place: Place | null = root
    for (const step of token.matchAll(/[^/.]+/g)) {
      const [word] = step
      const alias = step.index === 0 ? rows.get(word) : undefined
      const found: Found | null = alias || place === null ? null : lookUp(shape, place, word)
      if (found) reading.add({ ...found.mention, field: reading.field, ...spot(index + step.index, word.length) })
      place = alias ?? found?.next ?? (step.index === 0 && !found ? root : null)
    }
  }
}

/** The table of values of a field, and with it the enum that most of its values belong to. */
function readValues(reading: Reading, field: YAMLMap, attribute: string, spotOf: (node: Scalar) => Spot): void {
  const values = field.get('values', true)
  if (!isMap(values)) return
  const keys = values.items.flatMap(({ key }) => (isScalar(key) ? [key] : []))
  const names = keys.map((key) => String(key.value))
  const object = enumOf(reading.shape, attribute, names)
  if (object === null) return
  const [start, end] = values.range ?? [0, 0]
  const { field: name } = reading
  const first = keys[0] ? spotOf(keys[0])(0, 0).line : 1
  reading.add({ kind: 'enum', object, section: null, name: object, at: { start, end }, line: first, field: name })
  for (const key of keys) addMember(reading, object, String(key.value), spotOf(key)(0, String(key.value).length))
  const back = field.get('back', true)
  if (isMap(back))
    for (const { value } of back.items)
      if (isScalar(value)) addMember(reading, object, String(value.value), spotOf(value)(0, String(value.value).length))
}

function addMember(reading: Reading, object: string, name: string, spot: Pick<Mention, 'at' | 'line'>): void {
  if (!reading.shape.enums[object]?.includes(name)) return
  reading.add({ kind: 'member', object, section: null, name, field: reading.field, ...spot })
}

function readMember(reading: Reading, value: string, attribute: string, spot: Pick<Mention, 'at' | 'line'>): void {
  const object = enumOf(reading.shape, attribute, [value])
  if (object !== null) addMember(reading, object, value, spot)
}

/**
 * The enum an attribute holds: `$metadata` does not say (1c-odata §8), so the values tell, and among namesakes the name.
 * Null when less than half of the values are members of any.
 */
function enumOf(shape: InfobaseShape, attribute: string, values: readonly string[]): string | null {
  let best: { name: string; fit: number } | null = null
  for (const [name, members] of Object.entries(shape.enums)) {
    const known = values.filter((value) => members.includes(value)).length
    if (known === 0 || known * 2 < values.length) continue
    const fit = known / values.length + resemble(attribute, name).score / 2
    if (best === null || fit > best.fit) best = { name, fit }
  }
  return best?.name ?? null
}

function eachScalar(map: YAMLMap, visit: (node: Scalar) => void): void {
  for (const pair of map.items) if (isPair(pair) && isScalar(pair.value as Node)) visit(pair.value as Scalar)
}
