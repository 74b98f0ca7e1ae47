import { z } from 'zod'
import { acceptMessage } from '../../../flows/messages/accept-message.ts'
import { messageStates } from '../../../flows/messages/message-state.ts'
import { CallerId } from '../fields.ts'
import { operation } from '../operation.ts'
import { ClientRef, Purpose, SendResult } from './message-fields.ts'

export const sendEmail = operation({
  name: 'sendEmail',
  about: 'Отправляет письмо на адрес или клиенту. Ответ приходит сразу, состояние узнают операцией messageStatus',
  kind: 'fact',
  input: z.strictObject({
    id: CallerId,
    email: z.string().max(300).optional().describe('Адрес почты; или передайте clientRef'),
    clientRef: ClientRef,
    subject: z
      .string('Нужна тема письма.')
      .trim()
      .min(1, 'Нужна тема письма.')
      .max(200, 'Тема письма длиннее 200 знаков.')
      .regex(/^[^\r\n]*$/, 'В теме письма не должно быть переводов строки.')
      .describe('Тема, до 200 знаков, в одну строку'),
    text: z
      .string('Нужен текст письма.')
      .refine((text) => text.trim() !== '', 'Нужен текст письма.')
      .max(100_000, 'Текст письма длиннее 100 000 знаков.')
      .describe('Простой текст, до 100 000 знаков'),
    purpose: Purpose,
  }),
  output: SendResult,
  async run(hub, input) {
    const { id, traceId } = await acceptMessage(hub, 'sendEmail', 'email', input)
    return { messageId: id, state: 'accepted' as const, text: messageStates.accepted, trace: traceId }
  },
})
