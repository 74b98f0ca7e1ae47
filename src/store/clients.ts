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

/** Dialable numbers of a client, in the order of its card. */
export async function phonesOfClient(db: Kysely<Database>, ref: string): Promise<string[]> {
  const rows = await db
    .selectFrom('clientPhone')
    .select('e164')
    .where('clientRef', '=', ref)
    .where('e164', 'is not', null)
    .orderBy('n')
    .execute()
  return rows.map((row) => row.e164 ?? '')
}
