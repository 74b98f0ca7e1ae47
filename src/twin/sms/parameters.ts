import type { IncomingMessage } from 'node:http'

export type Parameters = Record<string, string>

/** Encodings SMSC.ru knows, by its own names; windows-1251 is what it assumes (messaging A1). */
const charsets: Record<string, string> = { 'windows-1251': 'windows-1251', 'utf-8': 'utf-8', 'koi8-r': 'koi8-r' }

/**
 * Parameters of a call, from the query string and a form or JSON body, a body value winning over the query.
 *
 * Null when the body cannot be read or the charset is unknown, which SMSC.ru answers with error 1.
 */
export function readParameters(request: IncomingMessage, body: Buffer): Parameters | null {
  const query = (request.url ?? '').split('?').slice(1).join('?')
  const type = request.headers['content-type'] ?? ''
  if (type.includes('json')) {
    const fields = parseJson(body)
    return fields && { ...decodeForm(query, 'utf-8'), ...fields }
  }
  if (body.length > 0 && !type.includes('application/x-www-form-urlencoded')) return null
  // The charset itself is ASCII, so it can be read before it is known.
  const raw = `${query}&${body.toString('latin1')}`
  const charset = charsets[(decodeForm(raw, 'utf-8').charset ?? 'windows-1251').toLowerCase()]
  return charset ? decodeForm(raw, charset) : null
}

function parseJson(body: Buffer): Parameters | null {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, String(field)]))
  } catch {
    return null
  }
}

function decodeForm(text: string, charset: string): Parameters {
  const decoder = new TextDecoder(charset)
  const parameters: Parameters = {}
  for (const pair of text.split('&')) {
    if (pair === '') continue
    const [name = '', ...rest] = pair.split('=')
    parameters[decoder.decode(unescapeBytes(name))] = decoder.decode(unescapeBytes(rest.join('=')))
  }
  return parameters
}

/** Percent-decoding into bytes: `decodeURIComponent` would insist on UTF-8. */
function unescapeBytes(text: string): Buffer {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}
