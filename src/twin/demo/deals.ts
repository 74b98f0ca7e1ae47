/** Two years of deals up to today, each with its schedule and what has been paid of it (domain §7, §8). */
import type { Books } from './books.ts'
import { type Client, planSpouse } from './clients.ts'
import { addDays, addMonths, at, daysBetween } from './dates.ts'
import { lastPrice, pricesUntil } from './prices.ts'
import type { Random } from './random.ts'
import {
  fullPayment,
  type InstallmentTerms,
  installment,
  mortgage,
  type PaymentKind,
  type ScheduleLine,
} from './schedules.ts'
import type { Unit } from './units.ts'

export type Deal = {
  key: string
  unit: Unit
  buyers: readonly Client[]
  manager: string
  kind: PaymentKind
  contractType: 'ДДУ' | 'ДКП' | 'Уступка'
  signedOn: string
  registeredOn: string | null
  kopecks: number
  lines: readonly ScheduleLine[]
  /** Days past due of the oldest unpaid line; 0 for a deal paid as agreed. */
  daysPastDue: number
  isTerminated: boolean
}

/** What is written down of a deal. */
export type Contract = Deal & { moment: string; number: string }

/** How long each debtor has owed; a spread over all ageing buckets (domain §8). */
const DEBTS = [
  1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 15, 17, 20, 22, 25, 28, 30, 33, 36, 40, 45, 50, 55, 60, 62, 70, 78, 85, 92, 97,
]
const HISTORY_DAYS = 730
const TERMINATED = 6
/** A terminated deal is old enough to have been paid for, given up and paid back. */
const TERMINATED_AGE = 120

export type DealPlan = { deals: readonly Deal[]; spouses: readonly Client[] }

/**
 * Deals for every sold unit and a few terminated ones on free units. Storage rooms are sold to the buyer of a flat in the
 * same house; the unit's status is set here.
 */
export function planDeals(
  random: Random,
  units: readonly Unit[],
  clients: readonly Client[],
  managers: readonly string[],
  nextPhone: () => string,
  today: string,
): DealPlan {
  const spouses: Client[] = []
  const people = random.shuffle(clients.filter((client) => client.person !== null))
  const companies = clients.filter((client) => client.person === null)

  function takeBuyers(unit: Unit): Client[] {
    const buyer = unit.kind === 'Коммерческое' && random.chance(0.6) ? random.pick(companies) : people.pop()
    if (!buyer) throw new Error('There are fewer clients than deals.')
    buyer.isCustomer = true
    const { person } = buyer
    if (!person || unit.kind === 'Машиноместо' || !random.chance(0.34)) return [buyer]
    const spouse = { ...planSpouse(random, nextPhone, { ...buyer, person }, today), isCustomer: true }
    spouses.push(spouse)
    return [buyer, spouse]
  }

  const sold = units.filter((unit) => unit.status === 'Продана')
  const debtors = random.shuffle(sold.filter((unit) => unit.kind === 'Квартира')).slice(0, DEBTS.length)
  const debts = new Map(debtors.map((unit, index) => [unit, DEBTS[index] ?? 1]))
  const deals: Deal[] = []
  for (const unit of sold) {
    const daysPastDue = debts.get(unit) ?? 0
    const terms = daysPastDue > 0 ? lateTerms(random, unit, daysPastDue, today) : usualTerms(random, unit, today)
    const deal = dealOf(random, unit, takeBuyers(unit), random.pick(managers), terms, daysPastDue)
    deals.push(deal)
    const storage =
      daysPastDue === 0 && unit.kind === 'Квартира' && random.chance(0.2) ? freeStorage(units, unit) : undefined
    if (storage) {
      storage.status = 'Продана'
      const { signedOn, registeredOn } = deal
      const kopecks = lastPrice(pricesUntil(storage.prices, signedOn)) * 100
      const storageTerms = {
        kind: 'ПолнаяОплата' as const,
        signedOn,
        registeredOn,
        lines: fullPayment(kopecks, registeredOn),
      }
      deals.push(dealOf(random, storage, deal.buyers, deal.manager, storageTerms, 0))
    }
  }
  for (const unit of random
    .shuffle(units.filter((candidate) => candidate.status === 'Свободна'))
    .slice(0, TERMINATED)) {
    const terms = usualTerms(random, unit, today, TERMINATED_AGE)
    deals.push({ ...dealOf(random, unit, takeBuyers(unit), random.pick(managers), terms, 0), isTerminated: true })
  }
  for (const { unit, signedOn, isTerminated } of deals) {
    if (!isTerminated) unit.prices = pricesUntil(unit.prices, signedOn)
  }
  return { deals: deals.sort((a, b) => (a.signedOn < b.signedOn ? -1 : 1)), spouses }
}

type Terms = { kind: PaymentKind; signedOn: string; registeredOn: string | null; lines: ScheduleLine[] }

function dealOf(
  random: Random,
  unit: Unit,
  buyers: readonly Client[],
  manager: string,
  terms: Terms,
  daysPastDue: number,
): Deal {
  const isFinished = unit.house.plan.state === 'Сдан'
  return {
    key: random.guid(),
    unit,
    buyers,
    manager,
    ...terms,
    contractType: isFinished ? 'ДКП' : random.chance(0.03) ? 'Уступка' : 'ДДУ',
    kopecks: terms.lines.reduce((sum, line) => sum + line.kopecks, 0),
    daysPastDue,
    isTerminated: false,
  }
}

function freeStorage(units: readonly Unit[], beside: Unit): Unit | undefined {
  return units.find((unit) => unit.kind === 'Кладовая' && unit.status === 'НеВПродаже' && unit.house === beside.house)
}

/** The price asked when the contract was signed, sometimes with a discount and then no longer round. */
function agreedKopecks(random: Random, unit: Unit, signedOn: string): number {
  const kopecks = lastPrice(pricesUntil(unit.prices, signedOn)) * 100
  return random.chance(0.45) ? Math.round(kopecks * (1 - random.int(5, 30) / 1000)) : kopecks
}

function usualTerms(random: Random, unit: Unit, today: string, youngest = 1): Terms {
  const signedOn = addDays(today, -random.int(youngest, HISTORY_DAYS))
  const registration = addDays(signedOn, random.int(6, 19))
  const registeredOn = registration < today ? registration : null
  const kopecks = agreedKopecks(random, unit, signedOn)
  const kind: PaymentKind =
    unit.kind === 'Машиноместо' || unit.kind === 'Кладовая'
      ? 'ПолнаяОплата'
      : random.weighted([
          ['ПолнаяОплата', 32],
          ['Ипотека', 43],
          ['Рассрочка', 25],
        ])
  const lines =
    kind === 'ПолнаяОплата'
      ? fullPayment(kopecks, registeredOn)
      : kind === 'Ипотека'
        ? mortgage(kopecks, random.int(15, 45) / 100, registeredOn)
        : installment(kopecks, installmentTerms(random), registeredOn && addDays(registeredOn, 7))
  return { kind, signedOn, registeredOn, lines }
}

function installmentTerms(random: Random): InstallmentTerms {
  const everyMonths = random.chance(0.75) ? 1 : 3
  const count = everyMonths === 1 ? random.pick([6, 9, 12, 18, 24]) : random.pick([4, 6, 8])
  return { downShare: random.int(20, 50) / 100, count, everyMonths }
}

/** A schedule one of whose lines fell due so many days ago; everything from it on is unpaid. */
function lateTerms(random: Random, unit: Unit, daysPastDue: number, today: string): Terms {
  const dueOn = addDays(today, -daysPastDue)
  const kind: PaymentKind = random.weighted([
    ['Рассрочка', 8],
    ['ПолнаяОплата', 1],
    ['Ипотека', 1],
  ])
  const firstDueOn = kind === 'Рассрочка' ? monthsBefore(random, dueOn) : addDays(dueOn, kind === 'Ипотека' ? -5 : 0)
  const registeredOn = addDays(firstDueOn, -7)
  const signedOn = addDays(registeredOn, -12)
  const kopecks = agreedKopecks(random, unit, signedOn)
  const own = Math.floor(kopecks * 0.2)
  const lines: Record<PaymentKind, ScheduleLine[]> = {
    ПолнаяОплата: [{ dueOn, kopecks }],
    Ипотека: [
      { dueOn: firstDueOn, kopecks: own },
      { dueOn, kopecks: kopecks - own },
    ],
    Рассрочка: installment(kopecks, { downShare: 0.3, count: random.pick([12, 18, 24]), everyMonths: 1 }, firstDueOn),
  }
  return { kind, signedOn, registeredOn, lines: lines[kind] }
}

/** A day some months before, from which monthly lines come back to this very day: no short month lies in between. */
function monthsBefore(random: Random, dueOn: string): string {
  const anchors = [1, 2, 3, 4, 5, 6].filter((months) => addMonths(addMonths(dueOn, -months), months) === dueOn)
  return addMonths(dueOn, -random.pick(anchors))
}

/** The first line nobody paid: the latest one due by then. */
export function firstUnpaid(deal: Deal, today: string): number {
  if (deal.daysPastDue === 0) return deal.lines.length
  let missed = 0
  for (const [index, { dueOn }] of deal.lines.entries()) {
    if (dueOn !== null && daysBetween(dueOn, today) >= deal.daysPastDue) missed = index
  }
  return missed
}

/** Contracts are numbered through each complex, in the order they were signed. */
export function signDeals(books: Books, random: Random, deals: readonly Deal[]): void {
  const perComplex = new Map<number, number>()
  for (const deal of deals) {
    const { complexNo } = deal.unit.house
    const number = (perComplex.get(complexNo) ?? 0) + 1
    perComplex.set(complexNo, number)
    books.contract({
      ...deal,
      moment: at(deal.signedOn, random.int(10, 18), random.int(0, 59)),
      number: `${deal.contractType}-${complexNo}/${String(number).padStart(3, '0')}-${deal.signedOn.slice(2, 4)}`,
    })
  }
}
