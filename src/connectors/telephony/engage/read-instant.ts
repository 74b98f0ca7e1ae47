/**
 * An instant as Genesys or a strategy writes it: ISO with a zone (`+0000` included, telephony A5), Unix seconds or
 * milliseconds. Null for a wall clock without a zone: which moment it means cannot be known.
 */
export function readInstant(text: string | null): string | null {
  if (text === null) return null
  const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i.test(text)
  const unix = /^\d{10}(?:\d{3})?$/.test(text)
  if (!iso && !unix) return null
  const ms = iso ? Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) : Number(text.padEnd(13, '0'))
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
