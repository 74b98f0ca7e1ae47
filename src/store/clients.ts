import type { Kysely } from 'kysely'
import type { Database } from './schema.ts'

export interface FoundClient {
  ref: string
  name: string
  lifecycle: string
}

/** Living clients with this phone, the one changed last first: a phone may belong to a family (telephony §F). */
export async function clientsByPhone(db: Kysely<Database>, e164: string): Promise<FoundClient[]> {
  return db
    .selectFrom('client')
    .innerJoin('clientPhone', 'clientPhone.clientRef', 'client.ref')
    .select(['client.ref', 'client.name', 'client.lifecycle'])
    .distinct()
    .where('clientPhone.e164', '=', e164)
    .where('client.deleted', '=', 0)
    .orderBy('client.lifecycle')
    .orderBy('client.updatedAt', 'desc')
    .orderBy('client.code', 'desc')
    .execute()
}
