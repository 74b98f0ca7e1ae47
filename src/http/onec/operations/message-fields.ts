import { z } from 'zod'
import { Ref, Trace } from '../fields.ts'

/** Fields of the two operations that send. */
export const ClientRef = Ref.optional().describe('Ссылка клиента, если адрес взять из его карточки')

export const Purpose = z
  .enum(['service'], {
    error: 'Только service: реклама требует согласия и отправляется рассылкой из хаба.',
  })
  .default('service')
  .describe('Назначение: service — сообщение об услуге (бронь, оплата, показ). Тихие часы его не задерживают')

/** The answer to a wish to send; a repetition of the wish gets the same one. */
export const SendResult = z
  .object({
    messageId: z.string().describe('Номер сообщения в хабе, по нему спрашивают messageStatus'),
    state: z.literal('accepted').describe('accepted: принято и сохранено, отправляется'),
    text: z.string(),
    trace: Trace,
  })
  .meta({ title: 'SendResult' })
