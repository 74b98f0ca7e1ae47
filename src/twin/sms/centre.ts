import { createHash } from 'node:crypto'
import { type Answer, accepted, balanceAnswer, type PhoneRow, quoted, refusal } from './answer.ts'
import { defaultSmsFaults, type SmsFaults } from './faults.ts'
import type { Parameters } from './parameters.ts'
import { normalizePhone } from './phones.ts'
import { countSegments } from './segments.ts'
import { parseSendTime } from './send-time.ts'
import { currentStatus, statusAnswer } from './status.ts'

export interface SmsMessage {
  id: number
  phone: string
  text: string
  sender: string
  /** Instant of acceptance, ISO. */
  at: string
  /** When it may leave, milliseconds since 1970: later than `at` for a scheduled message. */
  leavesAt: number
  /** Milliseconds from leaving to the final status. */
  deliveryMs: number
  outcome: 'delivered' | 'undelivered'
  segments: number
  cost: string
}

/** A message as `GET /sms/messages` lists it: with the SMSC.ru status number of this moment. */
export type SmsRow = Pick<SmsMessage, 'id' | 'phone' | 'text' | 'sender' | 'at' | 'segments'> & { status: number }

export interface SmsCentre {
  faults: SmsFaults
  send(parameters: Parameters): Answer
  status(parameters: Parameters): Answer
  balance(parameters: Parameters): Answer
  /** Newest first. */
  messages(): SmsRow[]
}

const account = { login: 'hub', password: 'demo-sms', sender: 'SMSC.RU' }
const kopecksPerSegment = 390
const longestText = 1000
/** The same text to the same number within this time is error 9. */
const repetitionMs = 60_000
const kept = 5000

/**
 * Parameters that change what is sent in a way this centre does not play: refused with error 1, because an
 * acceptance would be a made-up success. `0` switches each of them off.
 */
const unsupported = [
  'list',
  'translit',
  'maxsms',
  'flash',
  'bin',
  'push',
  'hlr',
  'ping',
  'mms',
  'mail',
  'call',
  'viber',
  'bot',
  'tg',
]

/** The SMS centre SMSC.ru as a sender sees it (messaging A1), with one account and everything kept in memory. */
export function openSmsCentre(now: () => Date): SmsCentre {
  const faults: SmsFaults = { ...defaultSmsFaults }
  const messages: SmsMessage[] = []
  let lastId = 0
  let balanceKopecks = 10_000_000

  function send(parameters: Parameters): Answer {
    if (!authorized(parameters)) return refusal(2)
    const { phones: phoneList = '', mes: text = '', sender = account.sender, cost: costMode = '0' } = parameters
    const id = readId(parameters.id)
    const phones = phoneList.split(/[,;\n]/).filter((phone) => phone.trim() !== '')
    const asksUnsupported = unsupported.some((name) => (parameters[name] ?? '0') !== '0')
    if (id === null || phones.length === 0 || text === '' || text.length > longestText || asksUnsupported)
      return refusal(1)
    if (!/^[0123]$/.test(costMode)) return refusal(1)

    const at = now()
    const leavesAt = parseSendTime(parameters.time ?? '', at.getTime())
    if (leavesAt === null) return refusal(5)

    const ownId = id ?? ++lastId
    const dialable = phones.map(normalizePhone).filter((phone) => phone !== null)
    if (dialable.length === 0) return refusal(7, ownId)
    const segments = countSegments(text)
    const count = segments * dialable.length
    const cost = count * kopecksPerSegment
    if (costMode === '1') return quoted(formatCost(cost), count)

    if (dialable.some((phone) => isRepetition(phone, text, at))) return refusal(9)
    if (faults.refuse || !/^[A-Za-z0-9 ._-]{1,11}$|^\d{11,15}$/.test(sender)) return refusal(6, ownId)
    if (faults.noMoney || cost > balanceKopecks) return refusal(3, ownId)

    balanceKopecks -= cost
    for (const phone of dialable) {
      messages.push({
        id: ownId,
        phone,
        text,
        sender,
        at: at.toISOString(),
        leavesAt,
        deliveryMs: faults.deliveryMs,
        outcome: faults.undelivered ? 'undelivered' : 'delivered',
        segments,
        cost: formatCost(segments * kopecksPerSegment),
      })
    }
    messages.splice(0, messages.length - kept)
    const price = costMode === '2' ? { cost: formatCost(cost) } : { cost: formatCost(cost), balance: formatBalance() }
    const rows = parameters.op === '1' ? phones.map((phone) => phoneRow(phone, segments)) : undefined
    return accepted(ownId, count, costMode === '0' ? undefined : price, rows)
  }

  function status(parameters: Parameters): Answer {
    if (!authorized(parameters)) return refusal(2)
    return statusAnswer(parameters, messages, now())
  }

  function isRepetition(phone: string, text: string, at: Date): boolean {
    return messages.some(
      (other) => other.phone === phone && other.text === text && at.getTime() - Date.parse(other.at) < repetitionMs,
    )
  }

  const formatBalance = () => (balanceKopecks / 100).toFixed(2)

  return {
    faults,
    send,
    status,
    balance: (parameters) => (authorized(parameters) ? balanceAnswer(formatBalance()) : refusal(2)),
    messages: () =>
      messages.toReversed().map((message) => {
        const { id, phone, text, sender, at, segments } = message
        return { id, phone, text, sender, at, status: currentStatus(message, now()).status, segments }
      }),
  }
}

/** `psw` is the password or its MD5 in lower case. */
function authorized({ login, psw }: Parameters): boolean {
  const hash = createHash('md5').update(account.password).digest('hex')
  return login === account.login && (psw === account.password || psw === hash)
}

/** The caller's own number of the message; undefined when not given, null when out of 1..2147483647. */
function readId(id: string | undefined): number | null | undefined {
  if (id === undefined || id === '') return undefined
  return /^\d{1,10}$/.test(id) && Number(id) >= 1 && Number(id) <= 2_147_483_647 ? Number(id) : null
}

function phoneRow(given: string, segments: number): PhoneRow {
  const phone = normalizePhone(given)
  return {
    phone: phone ?? given.trim(),
    mccmnc: phone ? '25001' : '',
    cost: phone ? formatCost(segments * kopecksPerSegment) : '0',
    status: phone ? '0' : '22',
    error: phone ? '0' : '7',
  }
}

function formatCost(kopecks: number): string {
  return String(kopecks / 100)
}
