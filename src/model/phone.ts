import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Phone } from './scalars.ts'

/** `ok` has an E.164 number; the other three never identify a client. */
export type PhoneReading = Phone & { status: 'ok' | 'internal' | 'hidden' | 'invalid' }

/** What switches and call trackers write where the number is withheld or was not passed (telephony D, F). */
const hiddenWords = new Set([
  'anonymous',
  'unknown',
  'restricted',
  'unavailable',
  'private',
  'withheld',
  'hidden',
  'none',
  '(none)',
  '(not set)',
  '<не указано>',
  '<не заполнено>',
  'номер скрыт',
  'скрытый номер',
  'номер не определен',
])

/** Longer texts are prose, not a number; also keeps the patterns below away from megabytes of input. */
const maxLength = 200

const uri = /^(?:[^<]*<)?\s*(?:tel|sips?):([^>]*)/i
const extension =
  /(?:;\s*ext=|(?:доб(?:авочный)?|вн(?:утр?(?:енний)?)?|ext(?:ension)?)[\s.:№]*|(?<=[\d)]\s*)[#xх]\s*)(\d{1,7})(?!\d)/iu
const internal = /^\d{3,5}$/
const notOfNumbers = /[^\d+()\s.\-/‐-―]+/u

/**
 * Reads a phone from any text: 1C cards, `tel:` and `sip:` URIs of switches, form fields (telephony F, domain §9.1).
 *
 * Words around a single number are tolerated («8 912 345-67-89 (жена)»), two numbers are not: which of them was meant
 * is not ours to guess. Never throws; `raw` is the text as given.
 */
export function readPhone(raw: string, region: CountryCode = 'RU'): PhoneReading {
  const isUri = uri.test(raw)
  const text = (isUri ? uriUser(raw) : raw).trim()
  const none = { e164: null, ext: null, raw }
  if (text === '' || hiddenWords.has(text.toLowerCase().replaceAll('ё', 'е'))) return { ...none, status: 'hidden' }
  if (internal.test(text)) return { ...none, status: 'internal' }
  if (text.length > maxLength) return { ...none, status: 'invalid' }

  const ext = extension.exec(text)
  const address = ext && ext.index > 0 ? text.slice(0, ext.index) : text
  const numbers = isUri ? [address] : address.split(notOfNumbers).filter((piece) => /\d\D*\d\D*\d/.test(piece))
  const e164 = numbers.length === 1 ? parseNumber(numbers[0] ?? '', region) : null
  return e164 ? { e164, ext: ext?.[1] ?? null, raw, status: 'ok' } : { ...none, status: 'invalid' }
}

/** Formats an E.164 number for people: «+7 999 000-11-22», other countries in their own grouping. */
export function formatPhone(e164: string): string {
  const national = /^\+7(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(e164)
  if (national) return `+7 ${national[1]} ${national[2]}-${national[3]}-${national[4]}`
  return parsePhoneNumberFromString(e164)?.formatInternational() ?? e164
}

/** The last ten digits: the part that all spellings of a Russian number in old 1C cards share. */
export function last10(e164: string): string {
  return e164.replace(/\D/g, '').slice(-10)
}

/** Template of OData's `like` for the last ten digits with anything between them: how people write numbers into a card. */
export function likeSpellings(e164: string): string {
  return `%${[...last10(e164)].join('%')}`
}

/** `sip:+7999…;ext=1:secret@host;user=phone` → `+7999…;ext=1`; parameters other than the extension say nothing of the number. */
function uriUser(text: string): string {
  const address = uri.exec(text)?.[1] ?? ''
  const user = (address.split('@')[0] ?? '').split(':')[0] ?? ''
  return decodePercent(user).replace(/;(?!\s*ext=)[^;]*/gi, '')
}

function decodePercent(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Nearly every number of a Russian base. All of these are valid, so that nothing has to be looked up: ten times faster. */
const russianMobile = /^(?:7|8)?(9[0-24-9]\d{8})$/

function parseNumber(text: string, region: CountryCode): string | null {
  const digits = text.replace(/\D/g, '')
  const mobile = region === 'RU' && russianMobile.exec(digits)
  if (mobile) return `+7${mobile[1]}`
  // +89… is no country code: a Russian trunk 8 typed after the plus.
  const number = text.includes('+') ? `+${digits}`.replace(/^\+8(?=9\d{9}$)/, '+7') : digits.replace(/^00/, '+')
  const parsed = parsePhoneNumberFromString(number, { defaultCountry: region, extract: false })
  if (parsed?.isValid()) return parsed.number
  // Some switches strip the plus off foreign numbers; after a leading 8 the rest is a mistyped Russian one.
  if (!/^[1-79]\d{10,14}$/.test(number)) return null
  const foreign = parsePhoneNumberFromString(`+${number}`, { extract: false })
  return foreign?.isValid() ? foreign.number : null
}
