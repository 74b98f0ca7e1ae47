import { z } from 'zod'
import { messageKinds } from '../../../flows/messages/message.ts'
import { messageStatus as findStatus, type MessageState, messageStates } from '../../../flows/messages/message-state.ts'
import { Refusal } from '../../../flows/onec-api/refusal.ts'
import { toWallClock } from '../../../flows/onec-api/wall-clock.ts'
import { Trace, WallClock } from '../fields.ts'
import { operation } from '../operation.ts'

const states = Object.keys(messageStates) as [MessageState, ...MessageState[]]

export const messageStatus = operation({
  name: 'messageStatus',
  about: 'Состояние SMS или письма — по номеру хаба (messageId) или по вашему id',
  kind: 'question',
  input: z.strictObject({
    messageId: z.string().max(100).optional().describe('Номер, который вернули sendSms и sendEmail'),
    id: z.string().trim().max(100).optional().describe('Ваш id, с которым вызывали sendSms или sendEmail'),
  }),
  output: z.object({
    messageId: z.string(),
    kind: z.enum(messageKinds),
    state: z
      .enum(states)
      .describe(states.map((state) => `${state} — ${messageStates[state].toLowerCase()}`).join('; ')),
    reason: z.string().nullable().describe('Почему не дальше, по-русски'),
    text: z.string().describe('Состояние по-русски'),
    changedAt: WallClock.describe('Когда состояние изменилось'),
    trace: Trace,
  }),
  async run(hub, { messageId, id }) {
    if (messageId === undefined && id === undefined)
      throw new Refusal('bad_input', 'О каком сообщении, не сказано: передайте messageId или id.')
    const found = await findStatus(hub, messageId === undefined ? { callerId: id ?? '' } : { messageId })
    if (!found) throw new Refusal('not_found', 'Такого сообщения в хабе нет: оно не было принято. Отправьте его.')
    const { traceId, changedAt, ...status } = found
    return { ...status, changedAt: toWallClock(changedAt, hub.config.onec.timezone), trace: traceId }
  },
})
