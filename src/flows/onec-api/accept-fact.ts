import { isDeepStrictEqual } from 'node:util'
import type { Hub } from '../../context.ts'
import type { EnqueueOptions } from '../../jobs/engine.ts'
import type { InboxFact, Receipt } from '../../store/inbox.ts'
import { Refusal } from './refusal.ts'

/** Source of everything that 1C tells or asks of the hub by calling it. */
export const onecSource = 'onec'

export interface OnecFact<Extra extends object> {
  operation: string
  /** What 1C would repeat the same thing under. */
  key: string
  input: object
  subjectKey?: string | null
  /**
   * What has to be looked up at the door to take the fact at all, kept beside it; throws Refusal. Not run for a repeat:
   * that has the first one's answer, whatever has changed since.
   */
  prepare(): Promise<{ extra: Extra; job: { queue: string; options?: Omit<EnqueueOptions, 'traceId'> } }>
}

/** What the inbox keeps of a call: its input as understood, the same for JSON and SOAP. */
export interface StoredCall {
  operation: string
  input: Record<string, unknown>
  extra: Record<string, unknown>
}

/**
 * Takes a fact durably, once (design §4.2): resolves after the commit, with the first receipt for a repeat. The same key
 * with another content is a conflict: answering it with the first one's receipt would lose the second.
 */
export async function acceptFact<Extra extends object>(hub: Hub, fact: OnecFact<Extra>): Promise<Receipt> {
  const { operation, key, input } = fact
  const known = await hub.inbox.find(onecSource, key)
  if (known) return sameAs(known, fact)
  const { extra, job } = await fact.prepare()
  const receipt = await hub.inbox.put({
    source: onecSource,
    key,
    contentType: 'application/json',
    headers: { operation },
    body: JSON.stringify({ operation, input, extra } satisfies Record<keyof StoredCall, unknown>),
    subjectKey: fact.subjectKey ?? null,
    job: { queue: job.queue, data: {}, ...(job.options && { options: job.options }) },
  })
  if (receipt.isNew) return receipt
  const first = await hub.inbox.get(receipt.id)
  return first ? sameAs(first, fact) : receipt
}

export function readStoredCall(fact: InboxFact): StoredCall {
  return JSON.parse(fact.body) as StoredCall
}

function sameAs(first: InboxFact, { operation, input }: Pick<OnecFact<object>, 'operation' | 'input'>): Receipt {
  const stored = readStoredCall(first)
  const asStored: unknown = JSON.parse(JSON.stringify(input))
  if (stored.operation !== operation || !isDeepStrictEqual(stored.input, asStored)) {
    throw new Refusal(
      'conflict',
      'Под этим id хаб уже принял другое содержание. Повторяйте вызов без изменений, а для нового возьмите новый id.',
      { operation, factId: first.id },
    )
  }
  return { id: first.id, traceId: first.traceId, isNew: false }
}
