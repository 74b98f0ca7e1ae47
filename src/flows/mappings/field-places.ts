import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'

/** Where a mapping file speaks of a field, and what it takes it from. */
export interface FieldPlace {
  name: string
  /** Path, formula or constant as written. */
  from: string
  /** Of its name, from 1. */
  line: number
  column: number
  /** Last line that speaks of it. */
  lastLine: number
}

/** The fields of a mapping file, also of one that is not fit for use, as long as it can be told what belongs to what. */
export function fieldPlaces(text: string): FieldPlace[] {
  const lines = new LineCounter()
  const { contents } = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false })
  const fields = isMap(contents) ? contents.get('fields') : null
  if (!isMap(fields)) return []
  return fields.items.flatMap(({ key, value }) => {
    if (!isScalar(key) || !key.range) return []
    const { line, col } = lines.linePos(key.range[0])
    const end = (value as { range?: [number, number, number] } | null)?.range?.[1] ?? key.range[1]
    // A block that ends with a line break ends before it.
    const lastLine = lines.linePos(Math.max(key.range[0], end - 1)).line
    return [{ name: String(key.value), from: sourceText(value), line, column: col, lastLine }]
  })
}

const words = ['path', 'compute', 'rows', 'default'] as const

function sourceText(value: unknown): string {
  if (isScalar(value)) return String(value.value ?? '')
  if (!isMap(value)) return ''
  for (const word of words) {
    const found: unknown = value.get(word)
    if (found !== undefined && found !== null) return word === 'compute' ? `= ${String(found)}` : String(found)
  }
  return ''
}
