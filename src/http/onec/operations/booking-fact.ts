import { createHash } from 'node:crypto'
import { z } from 'zod'
import { acceptFact } from '../../../flows/onec-api/accept-fact.ts'
import { bookingEvents } from '../../../flows/onec-api/booking-fact.ts'
import { CallerId, Ref, Time, Trace } from '../fields.ts'
import { operation } from '../operation.ts'

export const bookingFact = operation({
  name: 'bookingFact',
  about: 'Сообщает о брони помещения: поставлена, снята или продлена. Шахматка хаба обновляется сразу',
  kind: 'fact',
  input: z.strictObject({
    event: z
      .enum(bookingEvents, { error: 'event: booked (забронировано), released (снято) или prolonged (продлено).' })
      .describe('booked — забронировано, released — снято с брони, prolonged — бронь продлена'),
    unitRef: Ref.describe('Ссылка помещения'),
    at: Time.describe('Когда это произошло'),
    until: Time.optional().describe('До какого времени бронь'),
    bookingRef: Ref.optional().describe('Ссылка документа бронирования'),
    clientRef: Ref.optional().describe('Ссылка клиента'),
    managerRef: Ref.optional().describe('Ссылка менеджера'),
    id: CallerId.optional(),
  }),
  output: z.object({ accepted: z.literal(true), text: z.string(), trace: Trace }),
  async run(hub, input) {
    // The same fact told twice without an id is the same fact: it has its own time in it.
    const content = createHash('sha256').update(JSON.stringify(input)).digest('base64url')
    const receipt = await acceptFact(hub, {
      operation: 'bookingFact',
      key: input.id === undefined ? `booking:${content}` : `booking:id:${input.id}`,
      input,
      subjectKey: input.unitRef,
      prepare: async () => ({
        extra: {},
        job: { queue: 'take-onec-fact', options: { key: `unit:${input.unitRef}` } },
      }),
    })
    hub.poke()
    return { accepted: true as const, text: 'Принято, шахматка обновляется', trace: receipt.traceId }
  },
})
