/** Cuts an OData expression into tokens. `+` is no token: an undecoded plus is a parse error, as in 1C (1c-odata §2). */
export type Token =
  | { kind: 'text' | 'guid' | 'datetime' | 'number' | 'name'; value: string }
  | { kind: '(' | ')' | ',' | '/' | ':' | '-'; value: string }

const PATTERN =
  /\s*(?:(?<prefix>guid|datetime)?'(?<quoted>(?:[^']|'')*)'|(?<number>\d(?:[eE][+-]|[\p{L}\d_.])*)|(?<name>[\p{L}_][\p{L}\d_]*)|(?<mark>[(),/:-]))/uy

/** @returns null when the text holds something that belongs to no token. */
export function tokenize(source: string): Token[] | null {
  const tokens: Token[] = []
  const text = source.trimEnd()
  PATTERN.lastIndex = 0
  while (PATTERN.lastIndex < text.length) {
    const groups = PATTERN.exec(text)?.groups
    if (!groups) return null
    tokens.push(tokenOf(groups))
  }
  return tokens
}

function tokenOf(groups: Record<string, string | undefined>): Token {
  const { prefix, quoted, number, name, mark } = groups
  if (quoted !== undefined) {
    const value = quoted.replaceAll("''", "'")
    return { kind: prefix === 'guid' || prefix === 'datetime' ? prefix : 'text', value }
  }
  if (number !== undefined) return { kind: 'number', value: number }
  if (name !== undefined) return { kind: 'name', value: name }
  return { kind: mark as '(' | ')' | ',' | '/' | ':' | '-', value: mark ?? '' }
}
