/** The resource path of a request (1c-odata §2), cut at slashes that are not inside quotes or parentheses. */
import { badUrl } from '../errors.ts'

export type Segment = {
  name: string
  /** What stood in parentheses; null when there were none. */
  inside: string | null
}

/** @param path Percent-decoded, without a leading slash. */
export function parseSegments(path: string): Segment[] {
  return splitOutside(path, '/')
    .filter((part) => part !== '')
    .map(parseSegment)
}

function parseSegment(part: string): Segment {
  const open = part.indexOf('(')
  if (open < 0) return { name: part, inside: null }
  if (!part.endsWith(')')) throw badUrl(`Ошибка в сегменте пути ${part}!`)
  return { name: part.slice(0, open), inside: part.slice(open + 1, -1) }
}

/** Splits at a separator that stands neither in quotes nor, with `deep`, in parentheses. */
export function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let quoted = false
  let start = 0
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at]
    if (char === "'") quoted = !quoted
    else if (quoted) continue
    else if (char === '(') depth += 1
    else if (char === ')') depth -= 1
    else if (char === separator && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  parts.push(text.slice(start))
  return parts
}
