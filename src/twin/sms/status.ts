import { type Answer, refusal } from './answer.ts'
import type { SmsMessage } from './centre.ts'
import type { Parameters } from './parameters.ts'
import { normalizePhone } from './phones.ts'

/** Status numbers of SMSC.ru (messaging A1) with the names its `all` rows carry. */
const statusNames: Record<number, string> = {
  [-3]: 'Сообщение не найдено',
  [-1]: 'Ожидает отправки',
  0: 'Передано оператору',
  1: 'Доставлено',
  20: 'Невозможно доставить',
}

interface Status {
  status: number
  /** Why it was not delivered: 0 none, 6 the phone is off or out of reach. */
  err: number
  /** When it got this status, milliseconds since 1970. */
  since: number
}

/** Where a message is at this moment: waiting, with the operator for the rest of its way, then its outcome. */
export function currentStatus(message: SmsMessage, now: Date): Status {
  const handedAt = message.leavesAt + message.deliveryMs / 3
  const finalAt = message.leavesAt + message.deliveryMs
  if (now.getTime() >= finalAt) {
    return message.outcome === 'delivered'
      ? { status: 1, err: 0, since: finalAt }
      : { status: 20, err: 6, since: finalAt }
  }
  if (now.getTime() >= handedAt) return { status: 0, err: 0, since: handedAt }
  return { status: -1, err: 0, since: Date.parse(message.at) }
}

/**
 * Answers `status.php`: `phone` and `id` both, as lists in matching order; a comma makes the answer a list. When an id
 * was used twice for a number, the latest message counts. `del` is not played and answers error 1.
 */
export function statusAnswer(parameters: Parameters, messages: SmsMessage[], now: Date): Answer {
  const { phone = '', id = '', all = '0', del = '0' } = parameters
  const isList = phone.includes(',') || id.includes(',')
  const phones = phone.split(',').filter(Boolean)
  const ids = id.split(',').filter(Boolean)
  if (ids.length === 0 || ids.length !== phones.length || !ids.every((one) => /^\d+$/.test(one)) || del !== '0') {
    return refusal(1)
  }
  const rows = ids.map((one, index) => {
    const number = normalizePhone(phones[index] ?? '')
    const message = messages.findLast((other) => other.id === Number(one) && other.phone === number)
    return statusRow(Number(one), phones[index] ?? '', message, { now, all, isList })
  })
  const [first] = rows
  return {
    text: rows.map((row) => row.text).join('\n'),
    numbers: rows.map((row) => row.numbers).join('\n'),
    json: isList ? rows.map((row) => row.json) : first?.json,
  }
}

function statusRow(
  id: number,
  phone: string,
  message: SmsMessage | undefined,
  asked: { now: Date; all: string; isList: boolean },
): Answer {
  const { status, err, since } = message
    ? currentStatus(message, asked.now)
    : { status: -3, err: 0, since: asked.now.getTime() }
  const seconds = Math.floor(since / 1000)
  const details = message && asked.all !== '0' ? describe(message) : undefined
  return {
    text: `Status = ${status}, check_time = ${wallClock(since)}`,
    numbers: [status, seconds, err, ...Object.values(details ?? {}), ...(asked.isList ? [id, phone] : [])].join(','),
    json: {
      status,
      last_date: wallClock(since),
      last_timestamp: seconds,
      err,
      ...details,
      ...(details && { status_name: statusNames[status] }),
      ...(asked.isList && { id, phone }),
    },
  }
}

function describe(message: SmsMessage) {
  const sent = Date.parse(message.at)
  return {
    send_date: wallClock(sent),
    send_timestamp: Math.floor(sent / 1000),
    phone: message.phone,
    cost: message.cost,
    sender_id: message.sender,
    message: message.text,
  }
}

/** `25.01.2011 12:01:56` in Moscow, the account's zone. */
function wallClock(at: number): string {
  const moscow = new Date(at + 3 * 3_600_000).toISOString()
  return `${moscow.slice(8, 10)}.${moscow.slice(5, 7)}.${moscow.slice(0, 4)} ${moscow.slice(11, 19)}`
}
