import { type Document, isAlias, isMap, isPair, isScalar, isSeq, type LineCounter, type Node, type Pair } from 'yaml'

/** A stretch of a file for an editor to underline; lines and columns count from 1, the end is the first column not in it. */
export interface Place {
  line: number
  column: number
  endLine: number
  endColumn: number
}

/** Where in a mapping a finding points: a key or its value, or one word (at `from`, counted in the value) of the value. */
export interface At {
  path: readonly PropertyKey[]
  on?: 'key' | 'value'
  word?: string
  from?: number
}

/** Finds places in one parsed file. What is not there is looked for in what should hold it: the place is never far. */
export function placesOf(document: Document, text: string, lines: LineCounter): (at: At | number) => Place {
  const place = ([start, end]: readonly [number, number]): Place => {
    const from = lines.linePos(Math.min(start, text.length))
    const to = lines.linePos(Math.min(Math.max(end, start), text.length))
    return { line: from.line || 1, column: from.col || 1, endLine: to.line || 1, endColumn: to.col || 1 }
  }
  return (at) => {
    if (typeof at === 'number') return place([at, at + lengthAt(text, at)])
    const { key, value, isWhole } = walk(document, at.path)
    const onKey = rangeOf(key)
    const onValue = rangeOf(value)
    const range = (at.on === 'value' && isWhole ? (onValue ?? onKey) : (onKey ?? onValue)) ?? [0, 0]
    if (at.word === undefined || range !== onValue) return place(range)
    return place(wordIn(text, range, isScalar(value) ? String(value.value) : '', at.word, at.from))
  }
}

/** The pair a path leads to, or as far as the file has it. */
function walk(document: Document, path: readonly PropertyKey[]): { key: unknown; value: unknown; isWhole: boolean } {
  let key: unknown = null
  let value: unknown = document.contents
  for (const step of path) {
    const holder = isAlias(value) ? value.resolve(document) : value
    const next = isMap(holder) ? holder.items.find((item) => keyOf(item) === String(step)) : null
    if (next) {
      key = next.key
      value = next.value ?? next.key
    } else if (isSeq(holder) && holder.items[Number(step)] !== undefined) {
      key = value = holder.items[Number(step)]
    } else return { key: key ?? firstKey(holder), value, isWhole: false }
  }
  return { key: key ?? firstKey(value), value, isWhole: true }
}

function keyOf(item: Pair | unknown): string | null {
  if (!isPair(item)) return null
  return isScalar(item.key) ? String(item.key.value) : item.key === null ? '' : null
}

/** The whole file is told of at its first word, not from its first line to its last. */
function firstKey(node: unknown): unknown {
  return isMap(node) ? (node.items[0]?.key ?? null) : null
}

function rangeOf(node: unknown): [number, number] | null {
  const range = (node as Node | null)?.range
  return range ? [range[0], range[1]] : null
}

/** Where the source text says `word`: the same occurrence of it as in the value, which quotes and escapes may have moved. */
function wordIn(
  text: string,
  [start, end]: readonly [number, number],
  value: string,
  word: string,
  from = 0,
): [number, number] {
  const source = text.slice(start, end)
  const before = occurrences(value, word).filter((offset) => offset < from).length
  const found = occurrences(source, word)
  const offset = found[before] ?? found[0]
  return offset === undefined ? [start, end] : [start + offset, start + offset + word.length]
}

/** Of the word at an offset; of what is no word, one sign. */
function lengthAt(text: string, at: number): number {
  return Math.max(1, /^[\p{L}\p{N}_]*/u.exec(text.slice(at, at + 100))?.[0].length ?? 0)
}

const letter = /[\p{L}\p{N}_]/u

/** Offsets of a word that stands alone; of what is no word (`*`), wherever it stands. */
function occurrences(text: string, word: string): number[] {
  const offsets: number[] = []
  if (word === '') return offsets
  const isWord = letter.test(word[0] ?? '') && letter.test(word.at(-1) ?? '')
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    const isAlone = !letter.test(text[at - 1] ?? '') && !letter.test(text[at + word.length] ?? '')
    if (isAlone || !isWord) offsets.push(at)
  }
  return offsets
}
