import type { InboxFact } from '../../store/inbox.ts'
import { readStoredCall } from '../onec-api/accept-fact.ts'

/** Ways a message may go; also the kind of its row in the outbox. */
export const messageKinds = ['sms', 'email'] as const
export type MessageKind = (typeof messageKinds)[number]

/** A message that was asked for: its address is settled, its text is the caller's. */
export interface Message {
  kind: MessageKind
  /** E.164, or an e-mail address. */
  address: string
  subject: string
  text: string
  clientRef: string | null
}

/** Key of a message in the inbox: one space of ids for both ways, since the caller asks by nothing but the id. */
export const messageFactKey = (callerId: string) => `message:${callerId}`

export const isMessageFact = (fact: InboxFact) => fact.key.startsWith('message:')

/** Key of its row in the outbox. */
export const messageEffectKey = (factId: string) => `message:${factId}`

/** Messages with the same key go out one at a time, oldest first. */
export const recipientKey = ({ kind, address }: Pick<Message, 'kind' | 'address'>) => `${kind}:${address.toLowerCase()}`

export const factOfEffect = (effectKey: string) => effectKey.slice('message:'.length)

/** The message a fact asks for. */
export function messageOf(fact: InboxFact): Message {
  const { input, extra } = readStoredCall(fact)
  return {
    kind: extra.kind as MessageKind,
    address: String(extra.address),
    subject: String(input.subject ?? ''),
    text: String(input.text),
    clientRef: typeof input.clientRef === 'string' ? input.clientRef : null,
  }
}
