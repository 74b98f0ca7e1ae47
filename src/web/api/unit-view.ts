import type { Hub } from '../../context.ts'
import { candidates } from '../../flows/feeds/candidates.ts'
import { whyNot } from '../../inventory/feeds/lot.ts'
import type { Unit } from '../../model/unit.ts'
import { may } from '../auth/access.ts'
import { loginIs } from '../auth/own.ts'
import type { Person } from '../auth/people.ts'
import type { Cell, UnitCard } from './contract.ts'
import { holders } from './holders.ts'
import { NotFoundError } from './route.ts'

const finishingTitles: Record<string, string> = {
  none: 'без отделки',
  rough: 'черновая',
  pre_finish: 'предчистовая',
  finish: 'чистовая',
}
const paymentTitles: Record<string, string> = { full: '100 % оплата', mortgage: 'ипотека', installment: 'рассрочка' }

/** The side card of one unit. */
export async function unitView(hub: Hub, person: Person, ref: string): Promise<UnitCard> {
  const [candidate] = await candidates(hub.db, { unitRef: ref })
  if (!candidate || candidate.unit.deleted) throw new NotFoundError('Такого помещения нет: возможно, его удалили в 1С.')
  const { unit, building, project } = candidate
  const [feed] = hub.config.settings.feeds
  const feedReason = feed ? whyNot(candidate, feed) : 'Ни один фид не настроен'
  return {
    ...(await cellOf(hub, person, unit)),
    section: unit.section,
    floor: unit.floor,
    building: building?.name ?? '—',
    project: project?.name ?? '—',
    areaLiving: unit.areaLiving,
    areaKitchen: unit.areaKitchen,
    finishing: unit.finishing && (finishingTitles[unit.finishing] ?? null),
    planUrl: unit.planUrl,
    pricePerMetre: unit.price && unit.areaTotal ? Math.round((unit.price * 100) / unit.areaTotal) : null,
    deal: may(person.role, 'deals') ? await dealOf(hub, person, ref) : null,
    booking: may(person.role, 'bookings') ? await bookingOf(hub, ref) : null,
    inFeed: feedReason === null,
    feedReason,
    updatedAt: candidate.updatedAt,
  }
}

async function cellOf(hub: Hub, person: Person, unit: Unit): Promise<Cell> {
  const names = may(person.role, 'clientOnBoard')
    ? await holders(hub.db, { unitRef: unit.ref })
    : new Map<string, string>()
  const { ref, number, kind, rooms, status, price } = unit
  return {
    ref,
    number,
    kind,
    rooms,
    area: unit.areaTotal,
    price,
    status,
    clientName: status === 'free' ? null : (names.get(ref) ?? null),
  }
}

async function dealOf(hub: Hub, person: Person, unitRef: string): Promise<UnitCard['deal']> {
  const row = await hub.db
    .selectFrom('deal')
    .leftJoin('manager', 'manager.ref', 'deal.managerRef')
    .select(['deal.number', 'deal.date', 'deal.paymentKind', 'deal.price', 'manager.name as manager'])
    .where('deal.unitRef', '=', unitRef)
    .where('deal.deleted', '=', 0)
    .where('deal.posted', '=', 1)
    .where('deal.terminated', '=', 0)
    .$if(person.role === 'sales', (query) => query.where(loginIs(person.login)))
    .orderBy('deal.date', 'desc')
    .executeTakeFirst()
  return row ? { ...row, paymentKind: paymentTitles[row.paymentKind] ?? row.paymentKind } : null
}

async function bookingOf(hub: Hub, unitRef: string): Promise<UnitCard['booking']> {
  const row = await hub.db
    .selectFrom('booking')
    .leftJoin('manager', 'manager.ref', 'booking.managerRef')
    .select(['booking.number', 'booking.kind', 'booking.expiresAt', 'manager.name as manager'])
    .where('booking.unitRef', '=', unitRef)
    .where('booking.deleted', '=', 0)
    .where('booking.state', '=', 'active')
    .orderBy('booking.date', 'desc')
    .executeTakeFirst()
  return row ? { ...row, kind: row.kind === 'paid' ? 'paid' : 'oral' } : null
}
