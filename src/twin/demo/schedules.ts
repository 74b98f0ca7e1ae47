/** Payment schedules in kopecks; the lines of each sum to the price exactly (domain §7). */
import { addDays, addMonths, workingDay } from './dates.ts'

export type PaymentKind = 'ПолнаяОплата' | 'Ипотека' | 'Рассрочка'

/** `dueOn` null: the line is counted from a registration that has not happened. */
export type ScheduleLine = { dueOn: string | null; kopecks: number }

/** One line, a week after registration. */
export function fullPayment(kopecks: number, registeredOn: string | null): ScheduleLine[] {
  return [{ dueOn: registeredOn && workingDay(addDays(registeredOn, 7)), kopecks }]
}

/** Own funds, then the money of the bank; both after registration. */
export function mortgage(kopecks: number, ownShare: number, registeredOn: string | null): ScheduleLine[] {
  const own = Math.floor(kopecks * ownShare)
  return [
    { dueOn: registeredOn && workingDay(addDays(registeredOn, 5)), kopecks: own },
    { dueOn: registeredOn && workingDay(addDays(registeredOn, 10)), kopecks: kopecks - own },
  ]
}

export type InstallmentTerms = {
  downShare: number
  /** Regular lines after the down payment. */
  count: number
  everyMonths: number
}

/** A down payment and equal parts rounded down to the kopeck; the last line takes the remainder. */
export function installment(kopecks: number, terms: InstallmentTerms, firstDueOn: string | null): ScheduleLine[] {
  const down = Math.round(kopecks * terms.downShare)
  const part = Math.floor((kopecks - down) / terms.count)
  const regular = Array.from({ length: terms.count }, (_, index) => ({
    dueOn: firstDueOn && addMonths(firstDueOn, (index + 1) * terms.everyMonths),
    kopecks: index === terms.count - 1 ? kopecks - down - part * (terms.count - 1) : part,
  }))
  return [{ dueOn: firstDueOn, kopecks: down }, ...regular]
}
