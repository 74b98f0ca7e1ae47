import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml'
import { enumOf, lookUp, type Place, placeOf } from './look-up.ts'
import type { Mention } from './mentions.ts'
import type { InfobaseShape } from './shape.ts'
import { sourceMap } from './source-map.ts'

/** Parts of a case that are records of 1C. */
const records = ['in', 'body']

/**
 * Finds every mention of the base's names in a file of cases, whose records are of the entity set `set`: keys of the records
 * and of their rows, and values that are members of an enum. Empty for a file that cannot be read.
 */
export function mentionsInCases(text: string, set: string, shape: InfobaseShape): Mention[] {
  const lines = new LineCounter()
  const { contents, errors } = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const root = placeOf(shape, set)
  if (errors.length > 0 || !isSeq(contents) || !root) return []
  const mentions: Mention[] = []

  function add(found: Pick<Mention, 'kind' | 'object' | 'section' | 'name'>, node: Scalar, length: number): void {
    const at = sourceMap(text, node)
    const { line } = lines.linePos(node.range?.[0] ?? 0)
    mentions.push({ ...found, field: null, line, at: at && { start: at(0), end: at(length) } })
  }

  function readName(node: Scalar, place: Place) {
    const written = String(node.value)
    const whole = lookUp(shape, place, written)
    // `X_Type` says of which type a composite `X` is.
    const found = whole ?? (written.endsWith('_Type') ? lookUp(shape, place, written.slice(0, -5)) : null)
    if (found) add(found.mention, node, whole ? written.length : written.length - 5)
    return whole
  }

  function readRecord(record: unknown, place: Place): void {
    if (!isMap(record)) return
    for (const { key, value } of record.items) {
      const found = isScalar(key) ? readName(key, place) : null
      if (isScalar(value) && found) readMember(value, found.mention.name)
      else if (found?.next)
        for (const one of isSeq(value) ? value.items : [value as Node | null]) readRecord(one, found.next)
    }
  }

  function readMember(node: Scalar, attribute: string): void {
    const name = String(node.value)
    const object = enumOf(shape, attribute, [name])
    if (object !== null) add({ kind: 'member', object, section: null, name }, node, name.length)
  }

  for (const one of contents.items) {
    if (!isMap(one)) continue
    for (const part of records) readRecord(one.get(part, true), root)
    const createOnly = one.get('createOnly', true)
    if (isSeq(createOnly)) for (const name of createOnly.items) if (isScalar(name)) readName(name, root)
  }
  return mentions
}
