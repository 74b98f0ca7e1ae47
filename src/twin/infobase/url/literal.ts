/** OData literals in keys and function arguments (1c-odata §7). */
import { badUrl, unreadable } from '../errors.ts'

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

export type Literal =
  | { type: 'string' | 'guid' | 'datetime'; value: string }
  | { type: 'number'; value: number }
  | { type: 'boolean'; value: boolean }

/** @throws code 1 for a GUID, date or number that cannot be read, code 6 for anything that is no literal at all. */
export function parseLiteral(source: string): Literal {
  const text = source.trim()
  const quoted = /^(guid|datetime)?'(.*)'$/s.exec(text)
  if (quoted) {
    const [, prefix, body = ''] = quoted
    if (prefix === 'guid') return { type: 'guid', value: guidValue(body) }
    if (prefix === 'datetime') return { type: 'datetime', value: dateTimeValue(body) }
    return { type: 'string', value: body.replaceAll("''", "'") }
  }
  if (text === 'true' || text === 'false') return { type: 'boolean', value: text === 'true' }
  if (/^-?\d+(\.\d+)?$/.test(text)) return { type: 'number', value: Number(text) }
  throw badUrl(`Не удалось разобрать значение ${text}!`)
}

export function guidValue(text: string): string {
  if (!UUID.test(text)) throw unreadable(text, 'Edm.Guid')
  return text.toLowerCase()
}

/** Dates have no zone; seconds may be left out, a bare day may not. */
export function dateTimeValue(text: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d)(:\d\d)?(\.\d+)?$/.exec(text)
  if (!match || Number.isNaN(Date.parse(`${text}Z`))) throw unreadable(text, 'Edm.DateTime')
  return `${match[1]}${match[2] ?? ':00'}`
}
