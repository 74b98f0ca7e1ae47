/** Bookings: one active for every booked unit, and those that became deals, were cancelled or ran out (domain §5). */
import type { Books } from './books.ts'
import type { Client } from './clients.ts'
import { addDays, at, daysBetween } from './dates.ts'
import type { Deal } from './deals.ts'
import type { Random } from './random.ts'
import type { Unit } from './units.ts'

type BookingPlan = {
  on: string
  days: number
  unit: Unit
  client: Client
  manager: string
  kind: 'Устная' | 'Платная'
  state: 'Действует' | 'Реализована' | 'Отменена' | 'Истекла'
}

export type Booking = BookingPlan & {
  key: string
  moment: string
  endsAt: string
  /** Roubles; 0 for an oral one. */
  fee: number
}

const FEE = 30_000
const PAID_DAYS = 14
const ORAL_DAYS = 2
const FAILED = 70

export function seedBookings(
  books: Books,
  random: Random,
  plan: { units: readonly Unit[]; deals: readonly Deal[]; clients: readonly Client[]; managers: readonly string[] },
  today: string,
): void {
  const bookings = [
    ...plan.units.filter((unit) => unit.status === 'Забронирована').map((unit) => active(random, unit, plan, today)),
    ...plan.deals.filter(() => random.chance(0.55)).map((deal) => converted(random, deal)),
    ...Array.from({ length: FAILED }, () => failed(random, plan, today)),
  ].sort((a, b) => (a.on < b.on ? -1 : 1))
  for (const booking of bookings) {
    const key = random.guid()
    books.booking({
      ...booking,
      key,
      moment: at(booking.on, random.int(10, 19), random.int(0, 59)),
      endsAt: at(addDays(booking.on, booking.days), 20, 0),
      fee: booking.kind === 'Платная' ? FEE : 0,
    })
  }
}

type People = { clients: readonly Client[]; managers: readonly string[] }

function active(random: Random, unit: Unit, { clients, managers }: People, today: string): BookingPlan {
  const isPaid = random.chance(0.5)
  const days = isPaid ? PAID_DAYS : ORAL_DAYS
  // A booking made today has not ended yet; one in twenty is kept past its end by a manager who forgot it.
  const age = random.chance(0.05) ? days + 1 : random.int(1, days - 1)
  return {
    on: addDays(today, -age),
    days,
    unit,
    client: random.pick(clients),
    manager: random.pick(managers),
    kind: isPaid ? 'Платная' : 'Устная',
    state: 'Действует',
  }
}

function converted(random: Random, deal: Deal): BookingPlan {
  const [client] = deal.buyers
  if (!client) throw new Error(`Deal ${deal.key} has no buyer.`)
  const kind = random.chance(0.6) ? 'Платная' : 'Устная'
  const days = kind === 'Платная' ? PAID_DAYS : ORAL_DAYS
  return {
    on: addDays(deal.signedOn, -random.int(1, days)),
    days,
    unit: deal.unit,
    client,
    manager: deal.manager,
    kind,
    state: 'Реализована',
  }
}

function failed(
  random: Random,
  { units, clients, managers }: People & { units: readonly Unit[] },
  today: string,
): BookingPlan {
  const state = random.pick(['Отменена', 'Истекла'] as const)
  const on = addDays(today, -random.int(PAID_DAYS + 1, 600))
  const isPaid = state === 'Отменена' && random.chance(0.4)
  const booking = { on, unit: random.pick(units), client: random.pick(clients), manager: random.pick(managers) }
  const days = Math.min(isPaid ? PAID_DAYS : ORAL_DAYS, daysBetween(on, today))
  return { ...booking, days, kind: isPaid ? 'Платная' : 'Устная', state }
}
