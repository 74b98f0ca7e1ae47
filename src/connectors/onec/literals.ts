import { DateTime } from 'luxon'
import { BadInputError, MappingError } from '../../errors.ts'

const guidShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const wallClockShape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/
const decimalShape = /^-?\d+(\.\d+)?$/

/**
 * Characters XML cannot carry. One of them in one object makes 1C refuse every reply, and every package of changes, that
 * holds the object (1c-odata §7, §14), so they never travel to 1C.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to remove
const unprintable = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

/** Text without the characters that would poison the infobase's replies: controls, non-characters, halves of pairs. */
export function cleanText(value: string): string {
  return value.replace(unprintable, '').toWellFormed()
}

export function isGuid(value: string): boolean {
  return guidShape.test(value)
}

/** `guid'…'` of a 1C reference. Throws BadInputError for anything else (1c-odata §7). */
export function guid(ref: string): string {
  if (!isGuid(ref)) throw new BadInputError(`«${ref}» не ссылка 1С: ожидался GUID`, { ref })
  return `guid'${ref.toLowerCase()}'`
}

/** What the clock of an infobase in this zone (IANA) shows: `2026-11-24T09:30:00`. */
export function wallClockAt(instant: Date, timezone: string): string {
  return DateTime.fromJSDate(instant, { zone: timezone }).toFormat("yyyy-MM-dd'T'HH:mm:ss")
}

/** `datetime'…'` of the infobase's wall clock, `2026-11-24T09:30:00`; instants are converted by the caller. */
export function datetime(wallClock: string): string {
  if (!wallClockShape.test(wallClock) || !DateTime.fromISO(wallClock, { zone: 'utc' }).isValid)
    throw new BadInputError(`«${wallClock}» не дата 1С: ожидалось вида 2026-11-24T09:30:00`, { value: wallClock })
  return `datetime'${wallClock}'`
}

/** `'…'` with quotes doubled: nothing inside can end the literal. */
export function text(value: string): string {
  return `'${cleanText(value).replaceAll("'", "''")}'`
}

/** Plain decimal; 1C refuses an exponent (1c-odata §7). A string is taken as decimal text of any length. */
export function number(value: number | bigint | string): string {
  const shortest = String(value)
  const decimal =
    typeof value === 'number' && shortest.includes('e')
      ? value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 100 })
      : shortest
  if (!decimalShape.test(decimal)) throw new BadInputError(`«${decimal}» не число`, { value: String(value) })
  return decimal
}

/**
 * One path segment naming an object: `Set(guid'…')`, or `Set(Name=literal, …)` for a key of several parts whose values
 * are literals made by the functions above. Not percent-encoded: the client does that (1c-odata §2).
 */
export function entityPath(set: string, key: string | Readonly<Record<string, string>>): string {
  const inner =
    typeof key === 'string'
      ? guid(key)
      : Object.entries(key)
          .map(([name, literal]) => `${name}=${literal}`)
          .join(', ')
  return `${set}(${inner})`
}

/** Values for the places of a template; an empty one is refused, see `render`. */
export type Parameters = Readonly<Record<string, string | number | bigint | boolean | null | undefined>>

const quotedOrPlain = /'(?:[^']|'')*'|[^']+|'/g
const place = /\{([\p{L}_][\p{L}\p{N}_]*)\}/gu

/**
 * An OData condition out of a template of a mapping file: each `{name}` becomes a quoted literal, so a value can never
 * become a part of the condition. References and dates are written `guid{ref}` and `datetime{from}`.
 *
 * Throws MappingError for a place without a parameter or inside quotes (it would compare with the letters `{name}` and
 * never find anything, and the hub would create a twin of every object), and BadInputError for an empty value: a search
 * for nothing (`endswith(…, '')`) finds everything.
 */
export function render(template: string, parameters: Parameters): string {
  return template.replace(quotedOrPlain, (part) => {
    if (!part.startsWith("'"))
      return part.replace(place, (_, name: string) =>
        literal(template, name, Object.hasOwn(parameters, name) ? parameters[name] : undefined),
      )
    if (part === "'") throw new MappingError(`Условие «${template}»: кавычка не закрыта`, { template })
    const [inside] = part.match(place) ?? []
    if (inside)
      throw new MappingError(`Условие «${template}»: уберите кавычки вокруг ${inside}, хаб поставит их сам`, {
        template,
      })
    return part
  })
}

function literal(template: string, name: string, value: Parameters[string]): string {
  if (value === undefined)
    throw new MappingError(`Условие «${template}»: хаб не знает параметра {${name}}`, { template, name })
  if (value === null || (typeof value === 'string' && cleanText(value).trim() === ''))
    throw new BadInputError(`Условие «${template}»: значение {${name}} пусто, искать нечего`, { template, name })
  if (typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? text(value) : number(value)
}
