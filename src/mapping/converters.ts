import { DateTime } from 'luxon'
import { formatPhone, readPhone } from '../model/phone.ts'
import type { Phone } from '../model/scalars.ts'

/** What every converter may need to know of the infobase. */
export interface ConvertContext {
  /** IANA zone of the infobase: 1C's dates are its server's wall clock, without a zone (1c-odata §5). */
  timezone: string
}

type Scalar = string | number | boolean | null

/**
 * `read` gives null for every form of "empty" and throws for a value it cannot understand: what it does give is what the
 * model asks for under the same name, and is not checked again.
 */
export interface Converter {
  read(value: Scalar, context: ConvertContext): unknown
  /** Absent where the way back is not known. */
  write?(value: unknown, context: ConvertContext): Scalar
}

const emptyRef = '00000000-0000-0000-0000-000000000000'
const emptyDate = '0001-01-01T00:00:00'

const asText = (value: Scalar): string | null => {
  if (value === null) return null
  // Fixed-length strings come padded with spaces (1c-odata §5).
  const text = String(value).trimEnd()
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
  numberOrEmpty: { read: (value) => readNumber(value) || null },
  bool: { read: (value) => value === true || value === 'true', write: (value) => value === true },
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
    write: (value) => ((value as Phone).e164 ?? (value as Phone).raw).replace(/^\+/, ''),
  },
  phoneText: {
    read: asText,
    write: (value) => {
      const phone = value as Phone
      return phone.e164 ? formatPhone(phone.e164) : phone.raw
    },
  },
  e164: {
    read: (value) => {
      const text = asText(value)
      return text === null ? null : readPhone(text).e164
    },
    write: (value) => (typeof value === 'string' ? value.replace(/^\+/, '') : ''),
  },
} as const satisfies Record<string, Converter>

export type ConverterName = keyof typeof converters
export const converterNames = Object.keys(converters) as [ConverterName, ...ConverterName[]]
