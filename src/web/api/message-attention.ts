import type { Hub } from '../../context.ts'
import { decideMessage, messagesInDoubt } from '../../flows/messages/decide-message.ts'
import type { Attention } from './contract.ts'

const words = { sms: 'SMS', email: 'Письмо' } as const

/**
 * Messages that were refused, or of which nobody can tell whether they went. The latter are sent again only after a second
 * question: the recipient may get them twice.
 */
export async function listMessages(hub: Hub): Promise<Attention[]> {
  const messages = await messagesInDoubt(hub)
  return messages.map(({ id, kind, state, reason, updatedAt, traceId }) => {
    const what = words[kind as keyof typeof words]
    const row = {
      id: `message:${id}`,
      reason: reason ?? 'Причина не записана.',
      at: updatedAt,
      traceId,
      otherwise: { name: 'dismiss' as const, label: 'Больше не отправлять' },
    }
    return state === 'failed'
      ? {
          ...row,
          kind: 'failed_effect',
          title: `${what}: не отправлено`,
          action: { name: 'retry', label: 'Отправить ещё раз' },
        }
      : {
          ...row,
          kind: 'unknown_effect',
          title: `${what}: неизвестно, ушло ли`,
          action: { name: 'confirm', label: 'Отправить ещё раз' },
        }
  })
}

export const sendAgain = (hub: Hub, id: string) => decideMessage(hub, Number(id), 'retry')
export const sendNoMore = (hub: Hub, id: string) => decideMessage(hub, Number(id), 'dismiss')
