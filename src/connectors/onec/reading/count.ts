import { HubError } from '../../../errors.ts'
import type { Onec } from '../client.ts'

/** The number of objects; null when this server does not count. */
export async function countOf(onec: Onec, set: string, filter?: string): Promise<number | null> {
  try {
    return await onec.count(set, filter)
  } catch (error) {
    const reason = error instanceof HubError ? error.facts.reason : null
    if (['unsupported', 'bad_request', 'not_found', 'not_1c', 'garbled'].includes(String(reason))) return null
    throw error
  }
}
