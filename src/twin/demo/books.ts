import type { Campaign, Platform } from './advertising.ts'
import type { Booking } from './bookings.ts'
import type { Call, Survey } from './calls.ts'
import type { ClientCard } from './clients.ts'
import type { Contract } from './deals.ts'
import type { Payment } from './payments.ts'
import type { Employee } from './staff.ts'
import type { Complex, House, Unit } from './units.ts'

/**
 * How a configuration keeps the books of the developer: a function for each thing the office writes down. The business is
 * invented once (`business.ts`); which objects and attributes it becomes is what configurations differ in.
 */
export interface Books {
  employee(employee: Employee): void
  platform(platform: Platform): void
  campaign(campaign: Campaign): void
  complex(complex: Complex): void
  house(house: House): void
  /**
   * Once, before the first client: what the rest refers to without being a part of the business. The keys are there to be
   * taken; nothing is drawn from the generator of the business, or each configuration would hold another one.
   */
  directories(keys: readonly string[]): void
  client(card: ClientCard): void
  /** With the whole history of its price. */
  unit(unit: Unit): void
  contract(contract: Contract): void
  payment(payment: Payment): void
  booking(booking: Booking): void
  call(call: Call): void
  /** After the call it was taken in. */
  survey(survey: Survey): void
}
