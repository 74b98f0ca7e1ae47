import { z } from 'zod'
import { type Texts, textOf } from './fields.ts'

const Pair = z.object({ key: z.union([z.string(), z.number()]).transform(String), value: z.unknown() })

/** Names that would reach into an object's machinery once attached data becomes one. */
const unsafeNames = new Set(['__proto__', 'constructor', 'prototype'])

/**
 * Attached data in any of its shapes as flat texts (telephony A1–A3): a list of `{key, type, value}` pairs, possibly
 * nested; a flat map; `[UDATA]` as `k=v&k=v`; `[UDATA.*]` as `k:v,k:v`. Nested names are joined by `.`, values of a
 * repeated name by `, `.
 */
export function readUserData(value: unknown): Texts {
  const texts = new Map<string, string>()
  for (const [name, item] of pairsOf(value, '')) {
    const text = textOf(item)
    if (text === null || unsafeNames.has(name)) continue
    const known = texts.get(name)
    texts.set(name, known === undefined ? text : `${known}, ${text}`)
  }
  return texts
}

function* pairsOf(value: unknown, prefix: string): Generator<[string, unknown]> {
  for (const [name, item] of entriesOf(value)) {
    const values = Array.isArray(item) && item.every((value) => typeof value !== 'object') ? item : [item]
    for (const value of values) {
      if (typeof value === 'object' && value !== null) yield* pairsOf(value, `${prefix}${name}.`)
      else yield [prefix + name, value]
    }
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value === 'string') return readUdata(value)
  if (typeof value !== 'object' || value === null) return []
  if (!Array.isArray(value)) return Object.entries(value)
  return value.flatMap((item): [string, unknown][] => {
    const pair = Pair.safeParse(item)
    return pair.success ? [[pair.data.key, pair.data.value]] : []
  })
}

/** `+` stays a plus: phones travel in these strings, and the query string has been decoded once already. */
function readUdata(text: string): [string, string][] {
  const equals = text.indexOf('=')
  const colon = text.indexOf(':')
  const isQuery = equals > 0 && (colon < 0 || equals < colon)
  // A comma followed by no `name:` belongs to the value.
  const parts = isQuery ? text.split('&') : text.split(/,(?=[^,:]+:)/)
  return parts.flatMap((part): [string, string][] => {
    const at = part.indexOf(isQuery ? '=' : ':')
    return at > 0 ? [[decodePercent(part.slice(0, at)).trim(), decodePercent(part.slice(at + 1))]] : []
  })
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
