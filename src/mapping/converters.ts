import { DateTime } from 'luxon'
import { formatPhone, readPhone } from '../model/phone.ts'
import type { RawRecord, RawScalar } from '../model/raw.ts'
import type { Phone } from '../model/scalars.ts'

/** What every converter may need to know of the infobase. */
export interface ConvertContext {
  /** IANA zone of the infobase: 1C's dates are its server's wall clock, without a zone (1c-odata §5). */
  timezone: string
}

type Scalar = RawScalar

/**
 * `read` gives null for every form of "empty" and throws for a value it cannot understand: what it does give is what the
 * model asks for under the same name, and is not checked again.
 */
export interface Converter {
  read(value: Scalar, context: ConvertContext): unknown
  /** Absent where the way back is not known. */
  write?(value: unknown, context: ConvertContext): Scalar
  /** What `alsoWrite` makes of the field's value for another attribute, where that is not the way back. */
  also?(value: unknown, context: ConvertContext): Scalar
}

const emptyRef = '00000000-0000-0000-0000-000000000000'
const emptyDate = '0001-01-01T00:00:00'

const asText = (value: Scalar): string | null => {
  if (value === null) return null
  // Fixed-length strings come padded with spaces (1c-odata §5).
  const text = (typeof value === 'string' ? value : String(value)).trimEnd()
  return text === '' ? null : text
}

/** Decimal text or number → integer of its hundredths, without passing through binary fractions. */
function hundredths(value: Scalar): number | null {
  const text = asText(value)
  if (text === null) return null
  const match = /^(-?)(\d+)(?:\.(\d*))?$/.exec(text)
  if (!match) throw new TypeError(`«${text}» не число`)
  const [, sign = '', whole = '0', fraction = ''] = match
  const cents =
    Number(whole) * 100 + Number(fraction.slice(0, 2).padEnd(2, '0')) + (Number(fraction[2] ?? '0') >= 5 ? 1 : 0)
  if (!Number.isSafeInteger(cents)) throw new TypeError(`число «${text}» слишком велико`)
  return cents === 0 ? 0 : sign ? -cents : cents
}

const fromHundredths = (value: unknown): Scalar => (typeof value === 'number' ? value / 100 : 0)

function wallClock(value: Scalar): string | null {
  const text = asText(value)
  if (text === null || text.startsWith('0001-01-01')) return null
  if (!/^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?/.test(text) || !isDay(text.slice(0, 10)))
    throw new TypeError(`«${text}» не дата`)
  return text
}

/** Whether the calendar has such a day: `2026-02-30` has the shape of one. */
function isDay(date: string): boolean {
  const day = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date)
}

function readInstant(value: Scalar, { timezone }: ConvertContext): string | null {
  const text = wallClock(value)
  if (text === null) return null
  const instant = DateTime.fromISO(text, { zone: timezone }).toUTC().toISO()
  if (instant === null) throw new TypeError(`«${text}» не дата`)
  return instant
}

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

function readRef(value: Scalar): string | null {
  if (typeof value === 'string' && guid.test(value)) return value === emptyRef ? null : value
  const text = asText(value)?.toLowerCase() ?? null
  if (text === null || text === emptyRef) return null
  if (!guid.test(text)) throw new TypeError(`«${text}» не ссылка`)
  return text
}

function readArea(value: Scalar): number | null {
  const area = hundredths(value)
  if (area !== null && area < 0) throw new TypeError(`площадь «${value}» меньше нуля`)
  return area || null
}

function readInteger(value: Scalar): number | null {
  const text = asText(value)
  if (text === null) return null
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new TypeError(`«${text}» не целое число`)
  return number
}

function readNumber(value: Scalar): number | null {
  const text = asText(value)
  if (text === null) return null
  const number = Number(text)
  if (!Number.isFinite(number)) throw new TypeError(`«${text}» не число`)
  return number
}

/**
 * A person's name as Russian papers have it: surname, first name, patronymic of one word or more («Рашид оглы»).
 * A text in which not every word looks like a name (a firm, «клиент +7 999…») has no parts.
 */
function nameParts(value: unknown): [last: string | null, first: string | null, middle: string | null] {
  const text = typeof value === 'string' ? value.trim() : ''
  const words = text.split(/\s+/).filter(Boolean)
  if (words.length < 2 || words.length > 5 || !words.every((word) => namePart.test(word))) return [null, null, null]
  const [last = null, first = null, ...middle] = words
  return [last, first, middle.join(' ') || null]
}

const namePart = /^\p{L}[\p{L}.'’-]*$/u

const partOfName = (part: 0 | 1 | 2) => ({
  read: (value: Scalar) => nameParts(value)[part],
  also: (value: unknown): Scalar => nameParts(value)[part] ?? '',
})

const asName = (value: unknown): string | null =>
  (typeof value === 'string' && value.trim().replace(/\s+/g, ' ')) || null

/** `НеВПродаже` → «Не в продаже», as 1C itself shows what has no other title. Abbreviations stay as they are. */
function readWords(value: Scalar): string | null {
  const words = asText(value)?.match(/\p{Lu}{2,}(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{N}]+|\p{Lu}|[^\p{L}\p{N}\s_]+/gu) ?? []
  const text = words.map((word, at) => (at > 0 && !/^\p{Lu}{2}/u.test(word) ? word.toLowerCase() : word)).join(' ')
  return text || null
}

/** How 1C would show an object by itself: the name of a catalog's item, number and date of a document. */
export function presentationOf({ Description, Number: number, Date: date, Code }: RawRecord): string | null {
  const told = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')
  if (told(Description)) return told(Description)
  const day = /^(\d{4})-(\d\d)-(\d\d)/.exec(told(date))
  if (told(number)) return day ? `№ ${told(number)} от ${day[3]}.${day[2]}.${day[1]}` : `№ ${told(number)}`
  return told(Code) || null
}

/** Table of every named converter an administrator may use; `mappings/README.md` describes them in Russian. */
export const converters = {
  text: { read: asText, write: (value) => (value === null || value === undefined ? '' : String(value)) },
  int: { read: readInteger, write: (value) => (typeof value === 'number' ? value : 0) },
  /** 1C has no empty number: zero there may mean "not filled in". */
  intOrEmpty: {
    read: (value) => readInteger(value) || null,
    write: (value) => (typeof value === 'number' ? value : 0),
  },
  number: { read: readNumber, write: (value) => (typeof value === 'number' ? value : 0) },
  numberOrEmpty: {
    read: (value) => readNumber(value) || null,
    write: (value) => (typeof value === 'number' ? value : 0),
  },
  bool: {
    read: (value) => (value === null ? null : value === true || value === 'true'),
    write: (value) => value === true,
  },
  money: { read: hundredths, write: fromHundredths },
  /** A price of zero is a price nobody has set. */
  moneyOrEmpty: { read: (value) => hundredths(value) || null, write: fromHundredths },
  area: { read: readArea, write: fromHundredths },
  date: {
    read: (value) => wallClock(value)?.slice(0, 10) ?? null,
    write: (value) => (typeof value === 'string' ? `${value}T00:00:00` : emptyDate),
  },
  instant: {
    read: readInstant,
    write: (value, context) =>
      typeof value === 'string'
        ? DateTime.fromISO(value, { zone: 'utc' }).setZone(context.timezone).toFormat("yyyy-MM-dd'T'HH:mm:ss")
        : emptyDate,
  },
  ref: {
    read: readRef,
    write: (value) => (typeof value === 'string' ? value : emptyRef),
  },
  phone: {
    read: (value) => {
      const text = asText(value)
      if (text === null) return null
      const { e164, ext, raw } = readPhone(text)
      return { e164, ext, raw }
    },
    write: (value) => {
      const phone = value as Phone | null
      return (phone?.e164 ?? phone?.raw ?? '').replace(/^\+/, '')
    },
  },
  phoneText: {
    read: asText,
    write: (value) => {
      const phone = value as Phone | null
      return phone?.e164 ? formatPhone(phone.e164) : (phone?.raw ?? '')
    },
  },
  e164: {
    read: (value) => {
      const text = asText(value)
      return text === null ? null : readPhone(text).e164
    },
    write: (value) => (typeof value === 'string' ? value.replace(/^\+/, '') : ''),
  },
  /** A full name in one attribute, without stray spaces. */
  fullName: { read: asName, write: (value) => asName(value) ?? '' },
  lastName: partOfName(0),
  firstName: partOfName(1),
  middleName: partOfName(2),
  /** The object a reference leads to, as 1C shows it; the path ends at the reference (compile.ts expands it). */
  presentation: { read: asText },
  words: { read: readWords },
} as const satisfies Record<string, Converter>

export type ConverterName = keyof typeof converters
export const converterNames = Object.keys(converters) as [ConverterName, ...ConverterName[]]
