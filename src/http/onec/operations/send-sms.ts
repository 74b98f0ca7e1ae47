import { z } from 'zod'
import { acceptMessage } from '../../../flows/messages/accept-message.ts'
import { messageStates } from '../../../flows/messages/message-state.ts'
import { CallerId } from '../fields.ts'
import { operation } from '../operation.ts'
import { ClientRef, Purpose, SendResult } from './message-fields.ts'

export const sendSms = operation({
  name: 'sendSms',
  about: 'Отправляет SMS на телефон или клиенту. Ответ приходит сразу, состояние узнают операцией messageStatus',
  kind: 'fact',
  input: z.strictObject({
    id: CallerId,
    phone: z.string().max(100).optional().describe('Телефон в любой записи; или передайте clientRef'),
    clientRef: ClientRef,
    text: z
      .string('Нужен текст SMS.')
      .refine((text) => text.trim() !== '', 'Нужен текст SMS.')
      .max(1000, 'Текст SMS длиннее 1000 знаков.')
      .describe('Текст, до 1000 знаков'),
    purpose: Purpose,
  }),
  output: SendResult,
  async run(hub, input) {
    const { id, traceId } = await acceptMessage(hub, 'sendSms', 'sms', input)
    return { messageId: id, state: 'accepted' as const, text: messageStates.accepted, trace: traceId }
  },
})
