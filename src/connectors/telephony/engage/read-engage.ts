import { z } from 'zod'
import { BadInputError } from '../../../errors.ts'
import type { FieldMap } from './engage-config.ts'
import { Text, textOf } from './fields.ts'
import { type HookInput, readBody } from './read-body.ts'
import { type CallReading, readCall } from './read-call.ts'
import { readRecording } from './read-recording.ts'
import { readUserData } from './user-data.ts'

export type EngageInput = HookInput & { fields: FieldMap }

/** `ignored` says in Russian what the request also held and why it is not about a call. */
export interface EngageReading {
  reports: CallReading[]
  ignored: string[]
}

const RawObject = z.record(z.string(), z.unknown())

/** CometD envelope and message of Workspace v3 and Web Services v2 (telephony A2, A3). */
const Envelope = z.object({ channel: Text, data: RawObject })
const Message = z.object({ messageType: Text, notificationType: Text, call: RawObject.optional().catch(undefined) })

/** Far more than a contact centre sends at once; each costs a transaction, or a reason why it does not count. */
const mostItems = 1000

/**
 * Reads whatever an on-premises Genesys Engage posts to the hub: a strategy's query or form, Workspace v3 and Web
 * Services v2 messages (one or a list) or their bare call objects, GIR recordings (telephony A1–A5).
 *
 * A list is read item by item: one unreadable item does not lose the others and is told about in `ignored`. A lone
 * report that cannot be read throws BadInputError with a Russian text for whoever sets up the sender.
 */
export function readEngage(input: EngageInput): EngageReading {
  const body = readBody(input)
  const reading: EngageReading = { reports: [], ignored: [] }
  if (!Array.isArray(body)) {
    readItem(body, input.fields, reading)
    return reading
  }
  if (body.length > mostItems)
    throw new BadInputError(`В одном сообщении ${body.length} звонков, принимается до ${mostItems}: разделите его.`)
  for (const [index, item] of body.entries()) {
    try {
      readItem(item, input.fields, reading)
    } catch (error) {
      if (!(error instanceof BadInputError) || body.length === 1) throw error
      reading.ignored.push(`Сообщение ${index + 1} из ${body.length}: ${error.message}`)
    }
  }
  return reading
}

function readItem(item: unknown, fields: FieldMap, { reports, ignored }: EngageReading): void {
  const raw = RawObject.safeParse(item)
  if (!raw.success) throw new BadInputError('Вместо сообщения о звонке пришло значение, которое не является объектом.')
  const envelope = Envelope.safeParse(raw.data)
  if (!envelope.success && textOf(raw.data.channel)?.startsWith('/meta/')) {
    ignored.push(`Служебное сообщение CometD ${raw.data.channel} не о звонке.`)
    return
  }
  const content = envelope.data?.data ?? raw.data
  const userEvent = readUserData(content.userData).get('GSW_USER_EVENT') ?? textOf(content.GSW_USER_EVENT)
  const isCall = Object.hasOwn(content, 'connId') || Object.hasOwn(content, 'callUuid')
  const { messageType, notificationType, call } = Message.parse(content)
  if (userEvent && !isCall) {
    ignored.push(`Событие исходящего обзвона «${userEvent}» не о звонке.`)
  } else if (call) {
    push(reports, readCall(call, notificationType ?? messageType ?? 'message', fields, ignored))
  } else if (/^CallStateChange/i.test(messageType ?? '')) {
    throw new BadInputError(`В сообщении ${messageType} нет объекта call: какой звонок изменился, неизвестно.`)
  } else if (messageType) {
    ignored.push(`Сообщение «${messageType}» не о звонке.`)
  } else if (Array.isArray(content.mediaFiles)) {
    reports.push(readRecording(content))
  } else {
    push(reports, readCall(content, null, fields, ignored))
  }
}

function push(reports: CallReading[], reading: CallReading | null): void {
  if (reading) reports.push(reading)
}
