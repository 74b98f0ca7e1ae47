import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar, type YAMLMap } from 'yaml'
import { enumOf, type Found, lookUp, type Place, placeOf } from './look-up.ts'
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

type Spot = (index: number, length: number) => Pick<Mention, 'at' | 'line'>

interface Reading {
  shape: InfobaseShape
  root: Place
  /** Rows that stand beside the objects, by the name the file gives them. */
  registers: ReadonlyMap<string, Place>
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
  const registers = new Map<string, Place>()
  const reading: Reading = { shape, root, registers, field: null, add: (mention) => mentions.push(mention) }
  readFrom(reading, from, root, set, spotOf)
  const beside = from.get('registers', true)
  if (isMap(beside))
    for (const { key, value } of beside.items) {
      const place = isMap(value) ? readRegister(reading, value, spotOf) : null
      if (place && isScalar(key)) registers.set(String(key.value), place)
    }
  const lookup = contents.get('lookup', true)
  if (isMap(lookup)) eachScalar(lookup, (node) => readCondition(reading, String(node.value), spotOf(node)))
  const fields = contents.get('fields', true)
  if (isMap(fields))
    for (const { key, value } of fields.items)
      if (isScalar(key)) readField({ ...reading, field: String(key.value) }, value, root, spotOf)
  return mentions
}

/** Entity set a mapping file reads from; null when it says none. */
export function sourceSetOf(text: string): string | null {
  const { contents } = parseDocument(text, { prettyErrors: false, logLevel: 'silent' })
  const set = isMap(contents) ? contents.getIn(['from', 'set']) : undefined
  return typeof set === 'string' ? set : null
}

/** A register beside the objects: the place of its rows, null when the base does not know it. */
function readRegister(reading: Reading, register: YAMLMap, spotOf: (node: Scalar) => Spot): Place | null {
  const set = register.get('set', true)
  const root = isScalar(set) ? placeOf(reading.shape, String(set.value)) : null
  if (!isScalar(set) || !root) return null
  readSet(reading, root, set, spotOf)
  // What a document writes stands in the rows of its record set.
  const isRecorded = root.section === null && reading.shape.objects[root.object]?.sections.RecordSet !== undefined
  const rows = isRecorded ? { ...root, section: 'RecordSet' } : root
  const by = register.get('by', true)
  if (isScalar(by)) readPath(reading, rows, by, spotOf)
  const condition = register.get('condition', true)
  if (isScalar(condition)) readCondition({ ...reading, root: rows }, String(condition.value), spotOf(condition))
  return rows
}

/** Returns what every other mention of the source has in common. */
function readSet(reading: Reading, root: Place, set: Scalar, spotOf: (node: Scalar) => Spot) {
  const written = String(set.value)
  const owner = { object: root.object, section: null, field: null }
  reading.add({ kind: 'object', ...owner, name: root.object, ...spotOf(set)(0, root.object.length) })
  if (root.section !== null && root.section !== 'RecordSet') {
    const spot = spotOf(set)(root.object.length + 1, written.length - root.object.length - 1)
    reading.add({ kind: 'section', ...owner, name: root.section, ...spot })
  }
  return owner
}

function readFrom(reading: Reading, from: YAMLMap, root: Place, set: Scalar, spotOf: (node: Scalar) => Spot): void {
  const owner = readSet(reading, root, set, spotOf)
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
      const beside: Place | undefined = place === reading.root ? reading.registers.get(token) : undefined
      if (beside && end.rows === null) end.rows = beside
      const found: Found | null = beside ? null : lookUp(reading.shape, place, token)
      next = beside ?? found?.next ?? null
      end.attribute = token
      if (found) reading.add({ ...found.mention, field: reading.field, ...spot(index, token.length) })
      if (found?.mention.kind === 'section' && end.rows === null) end.rows = found.next
    }
  }
  return end
}

/** Conditions of OData and expressions: names outside quotes and braces, with the rows a `Section/any(d: …)` runs over. */
function readCondition(reading: Reading, text: string, spot: Spot): void {
  const { shape, root } = reading
  const rows = new Map<string, Place>()
  for (const [, section = '', name = ''] of text.matchAll(
    /([\p{L}_][\p{L}\p{N}_]*)[/.](?:any|all|exists|filter|map)\(\s*([\p{L}_]\w*)\s*[:,]/gu,
  )) {
    const own = shape.objects[root.object]?.sections[section] ? { object: root.object, section } : undefined
    const place = reading.registers.get(section) ?? own
    if (place) rows.set(name, place)
  }
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

function eachScalar(map: YAMLMap, visit: (node: Scalar) => void): void {
  for (const pair of map.items) if (isPair(pair) && isScalar(pair.value as Node)) visit(pair.value as Scalar)
}
