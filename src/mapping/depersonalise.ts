import type { RawRecord, RawValue } from '../model/raw.ts'
import type { Mapping } from './index.ts'
import { pseudonyms } from './pseudonym.ts'
import type { InfobaseSchema } from './schema.ts'
import { wordsOf } from './words.ts'

export interface Depersonalising {
  mapping: Mapping
  /** Key of the stand-ins: the same key, the same stand-ins. */
  secret: string
  /** What is known of the infobase: saves numbers and enumerations that the mapping does not name. */
  schema?: InfobaseSchema | null | undefined
}

/**
 * A copy of a record without personal data. Nothing is looked for: whatever is not known to be harmless is replaced. Known
 * to be harmless are yes and no, numbers, members of enumerations, words of the language of the mapping, and codes too
 * short to name anybody. Whole documents inside a value (JSON, XML) are taken out.
 */
export function depersonalise(record: RawRecord, { mapping, secret, schema }: Depersonalising): RawRecord {
  const invented = pseudonyms(secret)
  const { set } = mapping.spec.from
  const spoken = textsOf(mapping.spec)
  const kept = new Set([
    ...spoken,
    ...spoken.flatMap((text) => [...text.matchAll(/'([^']+)'/g)].map(([, word = '']) => word)),
  ])
  const read = new Set(spoken.flatMap((text) => text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []))
  const words = new Set([...common, ...spoken.flatMap(wordsOf)])
  const names = namesOf(mapping, record)
  const days = invented.days(typeof record.Ref_Key === 'string' ? record.Ref_Key : JSON.stringify(record))

  function recordOf(raw: RawRecord, of: string | null): RawRecord {
    return Object.fromEntries(
      Object.entries(raw)
        .filter(([name]) => !isService(name))
        .map(([name, value]) => [name, replaced(value, name, of)]),
    )
  }

  function replaced(value: RawValue | undefined, name: string, of: string | null): RawValue {
    if (Array.isArray(value)) return value.map((row) => recordOf(row, of && (schema?.section(of, name) ?? null)))
    if (typeof value === 'object' && value !== null) return recordOf(value, of && (schema?.target(of, name) ?? null))
    if (typeof value === 'number') return isTelling(value, name) ? Number(invented.digits(String(value))) : value
    if (typeof value !== 'string') return value ?? null
    return textOf(value, name, of)
  }

  function textOf(text: string, name: string, of: string | null): string {
    const bare = text.trim()
    if (bare === '' || /^0001-01-01/.test(bare)) return text
    if (day.test(bare)) return shifted(bare, days)
    if (isDocument(bare)) return ''
    if (!names.has(plain(bare)) && (kept.has(bare) || isMember(bare, name, of))) return text
    if (isNumber(bare) && isNumeric(name, of)) return isTelling(Number(bare), name) ? invented.digits(text) : text
    if (code.test(bare)) return text.replace(longDigits, (run) => numberOf(run))
    return text.replace(parts, partOf)
  }

  function partOf(part: string): string {
    if (guid.test(part)) return invented.guid(part)
    if (part.includes('://')) return invented.url(part)
    if (part.includes('@')) return invented.email(part)
    if (/\d/.test(part)) return numberOf(part)
    const word = plain(part)
    if (names.has(word)) return invented.word(part)
    // A single capital is an initial.
    if (part.length === 1) return part === part.toUpperCase() ? 'Н' : part
    return words.has(word) ? part : invented.word(part)
  }

  function numberOf(run: string): string {
    const digits = run.replace(/\D/g, '').length
    if (digits < 5) return run
    return digits >= 10 && digits <= 15 ? invented.phone(run) : invented.digits(run)
  }

  function isMember(value: string, name: string, of: string | null): boolean {
    return of !== null && schema?.enums(of, name, [value]).some(({ members }) => members.includes(value)) === true
  }

  function isNumeric(name: string, of: string | null): boolean {
    const type = of === null ? undefined : schema?.property(of, name)?.type
    return /^Edm\.(Int|Double|Decimal|Single|Byte)/.test(type ?? '')
  }

  /** So long a number may be a phone, a taxpayer's or, where the mapping has no need of it, a passport's. */
  const isTelling = (value: number, name: string): boolean => Math.abs(value) >= (read.has(name) ? 1e8 : 1e4)

  return recordOf(record, set)
}

/** Not the record's own: links, versions, bodies of files. */
const isService = (name: string): boolean =>
  name === 'DataVersion' || name.includes('@') || name.startsWith('odata.') || name.endsWith('_Base64Data')

const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const day = /^\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d)?$/
/** Digits with at most three capitals in a row: a number of a document or a flat, not a name. */
const code = /^(?=.*\d)(?!.*\p{Lu}{4})[\p{Lu}\d№#/_-]{1,25}$/u
const longDigits = /\d(?:[-_]?\d)*/g
/** What a text is made of: references, addresses of the web and of mail, numbers as people write them, words. */
const parts =
  /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[a-z][a-z+.-]*:\/\/\S+|[\p{L}\p{N}._%+-]+@[\p{L}\p{N}.-]+|\+?\d(?:[ ()./\u00a0–-]{0,3}\d)*|\p{L}[\p{L}\p{M}]*/giu

const isDocument = (text: string): boolean => text.length > 1 && /^(\{|\[|<|%3C|%7B|&lt;|\ufeff)/i.test(text)
const isNumber = (text: string): boolean => /^-?\d+(\.\d+)?$/.test(text)

const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е')

/** Words of names that the mapping itself knows to be such: never kept, whatever else they mean. */
function namesOf(mapping: Mapping, record: RawRecord): Set<string> {
  let entity: Record<string, unknown> | null = null
  try {
    entity = mapping.read(record)
  } catch {
    // What the mapping cannot read it cannot tell us of; everything unknown is replaced all the same.
  }
  if (mapping.entity !== 'client' && mapping.entity !== 'manager') return new Set()
  const texts = [entity?.name, entity?.lastName, entity?.firstName, entity?.middleName]
  return new Set(texts.flatMap((text) => (typeof text === 'string' ? plain(text).match(/\p{L}{2,}/gu) : null) ?? []))
}

/** Every word of a mapping: paths, members of enumerations, names of sections. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, each]) => [key, ...textsOf(each)])
}

/** ISO date later by so many days; the time of day stays. */
function shifted(text: string, days: number): string {
  const date = new Date(`${text.slice(0, 10)}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return '0001-01-01T00:00:00'
  date.setUTCDate(date.getUTCDate() - days)
  return date.toISOString().slice(0, 10) + text.slice(10)
}

/** Words that are in every record of a sales office and name nobody. */
const common = (
  'и в во на с со к ко о об от до за из по у не но а или для при без доб тел моб ул д кв корп стр г пр пер дом улица ' +
  'квартира студия этаж секция подъезд номер звонок клиент покупатель телефон адрес руб м кв.м комната комнат ' +
  'договор бронь оплата жк ооо ао ип email mail hub engage genesys http https'
).split(' ')
