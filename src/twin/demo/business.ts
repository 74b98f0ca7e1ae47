/** The business of a developer with three complexes, made from a seed and written down in the books it is given. */
import { seedAdvertising } from './advertising.ts'
import { seedBookings } from './bookings.ts'
import type { Books } from './books.ts'
import { seedCalls } from './calls.ts'
import { clientCard, planClients } from './clients.ts'
import { planDeals, signDeals } from './deals.ts'
import { seedPayments } from './payments.ts'
import { phoneSupply } from './phones.ts'
import type { Random } from './random.ts'
import { type Staff, seedStaff } from './staff.ts'
import { planUnits, seedHouses } from './units.ts'

const DIRECTORY_KEYS = 6

/** @param day The day the history ends at, `2026-11-24T00:00:00`. */
export function seedBusiness(books: Books, random: Random, day: string): Staff {
  const nextPhone = phoneSupply()
  const { managers, operators } = seedStaff(books, random)
  const campaigns = seedAdvertising(books, random, day)
  const units = seedHouses(books, random, day).flatMap((house) => planUnits(random, house, day))
  const people = planClients(random, nextPhone, managers, day)
  const { deals, spouses } = planDeals(random, units, people, managers, nextPhone, day)
  const clients = [...people, ...spouses]
  books.directories(Array.from({ length: DIRECTORY_KEYS }, random.guid))
  for (const client of clients) books.client(clientCard(random, client))
  for (const unit of units) books.unit(unit)
  signDeals(books, random, deals)
  seedPayments(books, random, deals, day)
  seedBookings(books, random, { units, deals, clients, managers }, day)
  seedCalls(books, random, { clients, campaigns, operators, managers }, day)
  return { managers, operators }
}
