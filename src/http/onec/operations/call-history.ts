import { z } from 'zod'
import { Refusal } from '../../../flows/onec-api/refusal.ts'
import { toWallClock } from '../../../flows/onec-api/wall-clock.ts'
import { readPhone } from '../../../model/phone.ts'
import { callsOf } from '../../../store/calls.ts'
import { phonesOfClient } from '../../../store/clients.ts'
import { Ref, Trace, WallClock } from '../fields.ts'
import { operation } from '../operation.ts'

const HistoryCall = z
  .object({
    callId: z.string().describe('Номер звонка в хабе'),
    at: WallClock.describe('Начало звонка'),
    direction: z.enum(['in', 'out']).describe('in — входящий, out — исходящий'),
    answered: z.boolean(),
    phone: z.string().nullable().describe('Телефон клиента; пусто, если номер скрыт'),
    dialled: z.string().nullable().describe('Набранный номер'),
    platform: z.string().nullable().describe('Рекламная площадка'),
    campaign: z.string().nullable().describe('Рекламная кампания'),
    keyword: z.string().nullable().describe('Ключевое слово'),
    talkSeconds: z.int().nullable().describe('Длительность разговора'),
    recordingUrl: z.string().nullable().describe('Адрес записи разговора'),
    interactionRef: z.string().nullable().describe('Ссылка документа звонка в 1С, если он уже записан'),
    trace: Trace,
  })
  .meta({ title: 'HistoryCall' })

export const callHistory = operation({
  name: 'callHistory',
  about: 'Последние звонки клиента — по ссылке или по телефону, новые сначала',
  kind: 'question',
  input: z.strictObject({
    clientRef: Ref.optional().describe('Ссылка клиента: его звонки и звонки с его телефонов'),
    phone: z.string().max(100).optional().describe('Телефон в любой записи'),
    limit: z.int().min(1).max(200).default(20).describe('Сколько звонков вернуть, до 200; обычно 20'),
  }),
  output: z.object({ calls: z.array(HistoryCall) }),
  async run(hub, { clientRef, phone, limit }) {
    if (clientRef === undefined && phone === undefined)
      throw new Refusal('bad_input', 'Чьи звонки, не сказано: передайте clientRef или phone.')
    const phones = clientRef === undefined ? [] : await phonesOfClient(hub.db, clientRef)
    if (phone !== undefined) phones.push(numberOf(phone))
    const calls = await callsOf(hub.db, { clientRef: clientRef ?? null, phones }, limit)
    return {
      calls: calls.map((call) => ({
        callId: call.id,
        at: toWallClock(call.startedAt, hub.config.onec.timezone),
        direction: call.direction === 'out' ? ('out' as const) : ('in' as const),
        answered: call.answeredAt !== null,
        phone: call.phone,
        dialled: call.dialled,
        platform: call.platform,
        campaign: call.campaign,
        keyword: call.keyword,
        talkSeconds: call.talkSeconds,
        recordingUrl: call.recordingUrl,
        interactionRef: call.onecRef || null,
        trace: call.traceId,
      })),
    }
  },
})

function numberOf(phone: string): string {
  const { e164 } = readPhone(phone)
  if (e164 === null) throw new Refusal('bad_input', `«${phone}» — не номер телефона. Нужен вид +7 999 000-11-22.`)
  return e164
}
