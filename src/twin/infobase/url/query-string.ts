/** The query string. In OData `%20` is a space and `+` is a plus: 1C does not decode it (1c-odata §2). */
import { badRequest } from '../errors.ts'

/**
 * @param isPlusSpace As forms have it.
 * @throws code 2 when the percent-encoding is no UTF-8.
 */
export function parseQueryString(raw: string, isPlusSpace = false): Map<string, string> {
  const decoded = (text: string) => decode(isPlusSpace ? text.replaceAll('+', ' ') : text)
  const options = new Map<string, string>()
  for (const part of raw.split('&')) {
    if (part === '') continue
    const equals = part.indexOf('=')
    const name = equals < 0 ? part : part.slice(0, equals)
    options.set(decoded(name), equals < 0 ? '' : decoded(part.slice(equals + 1)))
  }
  return options
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw badRequest('Неверный формат запроса.')
  }
}
