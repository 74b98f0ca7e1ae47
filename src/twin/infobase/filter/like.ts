/** Templates of ПОДОБНО: `%` any text, `_` one character, `[а-я]` one of, `[^0-9]` none of (1c-odata §9). */
import { internalError } from '../errors.ts'

/** @throws -1 for a range that runs backwards. */
export function likePattern(template: string): RegExp {
  let pattern = ''
  for (let at = 0; at < template.length; at += 1) {
    const char = template[at] ?? ''
    const close = char === '[' ? template.indexOf(']', at + 1) : -1
    if (close > at) {
      pattern += characterClass(template.slice(at + 1, close))
      at = close
    } else if (char === '%') pattern += '.*'
    else if (char === '_') pattern += '.'
    else pattern += literally(char)
  }
  try {
    return new RegExp(`^${pattern}$`, 'isu')
  } catch {
    throw internalError()
  }
}

function characterClass(inner: string): string {
  const negated = inner.startsWith('^')
  const members = (negated ? inner.slice(1) : inner).replace(/[\\\]^[]/g, '\\$&')
  if (members === '') return negated ? '.' : '(?!)'
  // A trailing or leading hyphen means itself; between two characters it is a range.
  return `[${negated ? '^' : ''}${members.replace(/^-|-$/g, '\\-')}]`
}

function literally(char: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char
}
