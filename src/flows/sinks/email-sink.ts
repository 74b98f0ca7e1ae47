import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { UnavailableError } from '../../errors.ts'
import type { Sink } from '../effects.ts'

const Payload = z.object({ email: z.string(), subject: z.string(), text: z.string() })

/**
 * Sends letters. Message-ID is made of the outbox row, so that a letter sent twice is seen to be one by mail programs and
 * by an administrator reading the server's log; the server itself cannot be asked.
 */
export function emailSink(hub: Pick<Hub, 'email'>): Sink {
  return {
    async deliver(message) {
      if (!hub.email)
        throw new UnavailableError('Почта не настроена: задайте SMTP_URL и SMTP_FROM. Письмо ждёт в очереди.')
      const { email, subject, text } = Payload.parse(message.payload)
      const name = `outbox-${message.id}.${message.traceId}`
      return hub.email.send({ messageId: `<${name}@${hub.email.domain}>`, to: email, subject, text })
    },
    ask: async () => 'unknowable',
    lateMs: 0,
  }
}
