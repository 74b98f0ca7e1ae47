import { z } from 'zod'

/** Own members only, so that `__proto__` and its kin are plain names here. */
export type Texts = ReadonlyMap<string, string>

/** `adPlatform`, `ad_platform` and `AD-Platform` are one name. */
export const normalName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** What trackers and unfilled strategy variables send instead of nothing (telephony A1, D). */
const emptyTexts =
  /^(?:<не указано>|<не заполнено>|\(not set\)|\(none\)|null|undefined|\[(?:ANI|DNIS|DN|CED|UDATA(?:\..*)?)\])$/i

/** A scalar as trimmed text; null for what is empty, says so in words, or is no scalar. */
export function textOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return null
  const text = String(value).trim()
  return text === '' || emptyTexts.test(text) ? null : text
}

/** The same as a schema; a missing member is an empty one. */
export const Text = z.unknown().optional().transform(textOf)

/** Scalar members of a record by their own names; of a repeated form field the first non-empty value counts. */
export function scalarsOf(record: object): Texts {
  const texts = new Map<string, string>()
  for (const [name, value] of Object.entries(record)) {
    const text = Array.isArray(value) ? (value.map(textOf).find((item) => item !== null) ?? null) : textOf(value)
    if (text !== null) texts.set(name, text)
  }
  return texts
}

/** Looks facts up by a list of aliases, first alias first, ignoring case and punctuation. */
export function lookupIn(...sources: Texts[]): (aliases: readonly string[]) => string | null {
  const byName = new Map<string, string>()
  for (const [name, text] of sources.flatMap((source) => [...source])) {
    const key = normalName(name)
    if (!byName.has(key)) byName.set(key, text)
  }
  return (aliases) => {
    for (const alias of aliases) {
      const text = byName.get(normalName(alias))
      if (text !== undefined) return text
    }
    return null
  }
}

/** The raw value of the first of the aliases the record has, if only an empty one; undefined when it has none. */
export function fieldOf(record: object, aliases: readonly string[]): unknown {
  const entries = Object.entries(record)
  for (const alias of aliases) {
    const entry = entries.find(([name]) => normalName(name) === normalName(alias))
    if (entry) return entry[1]
  }
  return undefined
}
