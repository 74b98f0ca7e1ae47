import { BadInputError } from '../../../errors.ts'
import type { CallEvent, CallSource } from '../../../model/call.ts'
import { readPhone } from '../../../model/phone.ts'
import type { Phone } from '../../../model/scalars.ts'
import type { FieldMap } from './engage-config.ts'
import { callStateWords, directionWords, recordingWords } from './engage-words.ts'
import { fieldOf, lookupIn, normalName, scalarsOf, type Texts } from './fields.ts'
import { hashOf } from './hash-of.ts'
import { httpUrl } from './http-url.ts'
import { type Parties, partyOf, readParticipants } from './participants.ts'
import { readInstant } from './read-instant.ts'
import { readUserData } from './user-data.ts'

/** One report, and the other ids the same conversation goes by: the flow keeps them as aliases of the call. */
export interface CallReading {
  event: CallEvent
  alsoKnownAs: string[]
}

type Find = ReturnType<typeof lookupIn>
type RawCall = Record<string, unknown>

/**
 * Reads a report about one call: the fields of a strategy hook, a call object of Workspace v3 or a call resource of
 * Web Services v2 (telephony A1–A3). `notificationType` is null for a hook, which without a state means an offered call.
 *
 * A consult call is a segment of its parent (telephony C): it tells nothing of the client or of the parent's lifecycle
 * until the transfer is completed, when Genesys puts the id it had into `previousConnId`.
 *
 * Things that were understood only in part go to `notes`, in Russian. Throws BadInputError when the report cannot be
 * told to belong to any call; returns null for a consult call of an unknown parent.
 */
export function readCall(
  raw: RawCall,
  notificationType: string | null,
  fields: FieldMap,
  notes: string[],
): CallReading | null {
  const own = scalarsOf(raw)
  const find = lookupIn(own)
  const ids = readIds(find, fields)
  const directionWord = normalName(find(fields.direction) ?? '')
  const isConsult = directionWord === 'consult'
  const isSegment = isConsult && ids.previousConnId === null
  if (isSegment && ids.parentConnId === null) {
    notes.push(`Консультационный звонок ${ids.key} не связан с разговором клиента (нет parentConnId): не учитывается.`)
    return null
  }

  const attached = readAttached(raw, fields)
  const word = find(fields.state)
  const recordingUrl = httpUrl(find(fields.recordingUrl))
  const agent = find(fields.agent)
  const dialled = find(fields.dialled)
  const direction = directionWords.get(directionWord) ?? null
  const parties = readParticipants(raw)
  const callKey = (isSegment && ids.parentConnId) || ids.key

  return {
    event: {
      system: 'engage',
      callKey,
      eventKey: [ids.key, agent ?? '', notificationType ?? 'hook', word ?? '', hashOf(raw)].join(':'),
      state: isSegment ? null : readState(word, notificationType === null && recordingUrl === null, notes),
      at: readInstant(find(fields.at)),
      direction: isConsult ? null : direction,
      caller: isConsult
        ? null
        : readCaller(raw, fields, direction === 'in' || (dialled !== null && dialled === agent), parties),
      dialled: isConsult
        ? null
        : dialledNumber(dialled ?? (direction === 'out' ? partyOf(parties, 'RoleDestination') : null)),
      agent: isSegment ? null : agent,
      source: readSource(lookupIn(attached, own), fields),
      recordingUrl,
      recordingState: recordingUrl ? 'ready' : isSegment ? null : recordingStateOf(find(fields.recordingState)),
      talkSeconds: readSeconds(find(fields.talkSeconds)),
      attached: Object.fromEntries(attached),
    },
    alsoKnownAs: ids.all.filter((id) => id !== callKey),
  }
}

function readIds(find: Find, fields: FieldMap) {
  // A switch that gives no id writes zeros (telephony A1): as a key they would join all its calls into one.
  const id = (name: 'callUuid' | 'connId' | 'previousConnId' | 'parentConnId') =>
    find(fields[name])?.replace(/^0+$/, '') || null
  const [callUuid, connId] = [id('callUuid'), id('connId')]
  const [previousConnId, parentConnId] = [id('previousConnId'), id('parentConnId')]
  const key = callUuid ?? connId ?? foreignId(find)
  if (key === null) {
    throw new BadInputError(
      find(fields.caller) === null
        ? 'В сообщении нет ни идентификатора звонка (calluuid или connid), ни номера звонящего (ani): это не звонок. Проверьте названия полей в стратегии и в настройке fields.'
        : 'В сообщении есть номер звонящего, но нет идентификатора звонка: повтор сообщения нельзя отличить от нового звонка. Добавьте в стратегию calluuid или connid.',
    )
  }
  const all = [key, callUuid, connId, previousConnId, parentConnId].filter((item) => item !== null)
  return { key, all: [...new Set(all)], previousConnId, parentConnId }
}

/**
 * `callId` of a sender that is no T-Server. The switch's own CallID is a small number it uses again and again (telephony
 * A1), so a bare number is not trusted to name a call.
 */
function foreignId(find: Find): string | null {
  const id = find(['callid'])
  return id && /\D/.test(id) ? id : null
}

/** Attached data, and with a hook every field of it that is no fact of the call: `[UDATA]` unfolds into the query itself. */
function readAttached(raw: RawCall, fields: FieldMap): Texts {
  const attached = new Map(readUserData(fieldOf(raw, fields.attached)))
  // A call resource of either API names its capabilities; what else lies in it is its own, not attached.
  if (Object.hasOwn(raw, 'capabilities')) return attached
  const { platform, campaign, keyword, trackingNumber, ...facts } = fields
  const taken = new Set(Object.values(facts).flat().map(normalName))
  const rest = Object.entries(raw).filter(([name]) => !taken.has(normalName(name)))
  for (const [name, text] of readUserData(Object.fromEntries(rest))) if (!attached.has(name)) attached.set(name, text)
  return attached
}

function readState(word: string | null, isPlainHook: boolean, notes: string[]): CallEvent['state'] {
  if (word === null) return isPlainHook ? 'offered' : null
  const state = callStateWords.get(normalName(word).replace(/^event/, '')) ?? null
  if (state === null) notes.push(`Состояние звонка «${word}» неизвестно: сообщение учтено без него.`)
  return state
}

function readCaller(raw: RawCall, fields: FieldMap, isToUs: boolean, parties: Parties): Phone | null {
  const given = fieldOf(raw, fields.caller)
  const stated = scalarsOf({ given }).get('given') ?? (isToUs ? partyOf(parties, 'RoleOrigination') : null)
  // The field is there but empty: the caller is hidden, which is not the same as not told.
  if (stated === null && (given === undefined || given === null)) return null
  const { e164, ext, raw: text } = readPhone(stated ?? '')
  return { e164, ext, raw: text }
}

/** In E.164 where it can be: one report says 74950000101, the next one of the same call +74950000101. */
export const dialledNumber = (text: string | null): string | null =>
  text === null ? null : (readPhone(text).e164 ?? text)

function readSource(find: Find, fields: FieldMap): CallSource | null {
  const source = {
    platform: find(fields.platform),
    campaign: find(fields.campaign),
    keyword: find(fields.keyword),
    trackingNumber: find(fields.trackingNumber),
  }
  return Object.values(source).some((part) => part !== null) ? source : null
}

const recordingStateOf = (word: string | null): CallEvent['recordingState'] =>
  recordingWords.get(normalName(word ?? '')) ?? null

const readSeconds = (text: string | null): number | null =>
  text !== null && /^\d{1,6}$/.test(text) ? Number(text) : null
