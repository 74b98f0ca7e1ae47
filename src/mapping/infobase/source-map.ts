import type { Scalar } from 'yaml'

/**
 * Where in the file each character of a scalar's value stands: quotes and escapes make the two differ. Null for what is folded
 * over several lines or escaped by number: there a name cannot be replaced in place.
 */
export function sourceMap(text: string, node: Scalar): ((index: number) => number) | null {
  const value = String(node.value)
  const [start, end] = node.range ?? [0, 0]
  if (node.type === 'PLAIN' || node.type === undefined)
    return text.slice(start, end) === value ? (index) => start + index : null
  if (node.type !== 'QUOTE_SINGLE' && node.type !== 'QUOTE_DOUBLE') return null
  const places: number[] = []
  let read = ''
  for (let at = start + 1; at < end - 1; at++) {
    places.push(at)
    const char = text[at] ?? ''
    const isEscape = node.type === 'QUOTE_SINGLE' ? char === "'" : char === '\\'
    if (isEscape) at++
    read += text[at] ?? ''
  }
  if (read !== value) return null
  places.push(end - 1)
  return (index) => places[index] ?? end - 1
}
