import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { UnavailableError } from '../../errors.ts'
import type { Sink } from '../effects.ts'

const Payload = z.object({ phone: z.string(), text: z.string() })

/** Sends text messages. The outbox row's number is the caller's message id, so a lost answer is resolved by asking. */
export function smsSink(hub: Pick<Hub, 'sms'>): Sink {
  const provider = () => {
    if (hub.sms) return hub.sms
    throw new UnavailableError(
      'Шлюз SMS не настроен: задайте SMS_URL, SMS_LOGIN и SMS_PASSWORD. Сообщение ждёт в очереди.',
    )
  }
  return {
    async deliver(message) {
      const { phone, text } = Payload.parse(message.payload)
      return provider().send({ id: message.id, phone, text })
    },
    async ask(message) {
      const { phone } = Payload.parse(message.payload)
      if (!provider().canAsk) return 'unknowable'
      const answer = await provider().ask(message.id, phone)
      if (answer.state === 'failed') return { refused: answer.text }
      return answer.state === 'absent' ? 'absent' : { found: { providerId: String(message.id), state: answer.state } }
    },
    // A message the gateway has taken is not at once in its status table.
    lateMs: 60_000,
  }
}
