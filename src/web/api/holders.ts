import type { Kysely } from 'kysely'
import type { Database } from '../../store/schema.ts'

/** Who holds units: the first buyer of a live contract, else who booked it. Surnames, companies whole. */
export async function holders(
  db: Kysely<Database>,
  where: { buildingRef: string } | { unitRef: string },
): Promise<Map<string, string>> {
  const [column, value] =
    'unitRef' in where ? (['unit.ref', where.unitRef] as const) : (['unit.buildingRef', where.buildingRef] as const)
  const booked = await db
    .selectFrom('booking')
    .innerJoin('unit', 'unit.ref', 'booking.unitRef')
    .innerJoin('client', 'client.ref', 'booking.clientRef')
    .select(['unit.ref', 'client.lastName', 'client.name'])
    .where(column, '=', value)
    .where('booking.deleted', '=', 0)
    .where('booking.state', '=', 'active')
    .execute()
  const bought = await db
    .selectFrom('deal')
    .innerJoin('unit', 'unit.ref', 'deal.unitRef')
    .innerJoin('dealClient', 'dealClient.dealRef', 'deal.ref')
    .innerJoin('client', 'client.ref', 'dealClient.clientRef')
    .select(['unit.ref', 'client.lastName', 'client.name'])
    .where(column, '=', value)
    .where('deal.deleted', '=', 0)
    .where('deal.posted', '=', 1)
    .where('deal.terminated', '=', 0)
    .orderBy('dealClient.n', 'desc')
    .execute()
  // Later entries win: a contract over a booking, the first buyer over the others.
  return new Map([...booked, ...bought].map((row) => [row.ref, row.lastName ?? row.name]))
}
