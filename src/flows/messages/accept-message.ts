import type { Hub } from '../../context.ts'
import type { Receipt } from '../../store/inbox.ts'
import { acceptFact } from '../onec-api/accept-fact.ts'
import { findEmail, findPhone } from './find-address.ts'
import { type MessageKind, messageFactKey, recipientKey } from './message.ts'

export interface MessageWish {
  /** The caller's own id. */
  id: string
  phone?: string | undefined
  email?: string | undefined
  clientRef?: string | undefined
  text: string
}

const finders = { sms: findPhone, email: findEmail } as const

/**
 * Takes a service message to be sent (domain §12: booking, payment, showing): durably, once per caller's id. Messages to
 * one address go out in the order they came. Throws Refusal when there is nobody to send it to.
 */
export function acceptMessage(hub: Hub, operation: string, kind: MessageKind, wish: MessageWish): Promise<Receipt> {
  return acceptFact(hub, {
    operation,
    key: messageFactKey(wish.id),
    input: wish,
    subjectKey: wish.clientRef ?? null,
    async prepare() {
      const address = await finders[kind](hub, wish)
      const key = recipientKey({ kind, address })
      return { extra: { kind, address }, job: { queue: 'send-message', options: { key } } }
    },
  })
}
