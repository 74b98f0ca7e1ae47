import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'

/** What 1C may say of a booking (domain §5). */
export const bookingEvents = ['booked', 'released', 'prolonged'] as const

export interface BookingFact {
  event: (typeof bookingEvents)[number]
  unitRef: string
  /** Wall clock of the infobase, or a time with an offset. */
  at: string
  until?: string | undefined
}

const eventWords = { booked: 'забронировано', released: 'снято с брони', prolonged: 'бронь продлена' } as const

/** «1С сообщает: квартира 12 забронировано до …» as a journal line. */
export async function bookingText(hub: Hub, { event, unitRef, until }: BookingFact): Promise<string> {
  const unit = await hub.db
    .selectFrom('unit')
    .leftJoin('building', 'building.ref', 'unit.buildingRef')
    .select(['unit.number', 'building.name as building'])
    .where('unit.ref', '=', unitRef)
    .executeTakeFirst()
  const what = unit ? `помещение ${unit.number}${unit.building ? `, ${unit.building}` : ''}` : `помещение ${unitRef}`
  const unknown = unit ? '' : ' (в хаб оно ещё не прочитано)'
  return `1С сообщает: ${what}${unknown} — ${eventWords[event]}${until ? ` до ${dayAndTime(until, hub.config.onec.timezone)}` : ''}`
}

const dayAndTime = (text: string, zone: string) =>
  DateTime.fromISO(text, { zone }).setZone(zone).toFormat('dd.MM.yyyy HH:mm')
