/** Clients: people and a few companies, with phones as different people write them. */
import { EMPTY_DATE } from '../infobase/record.ts'
import { addDays } from './dates.ts'
import { fullName, inventCompany, inventPerson, inventSpouse, type Person } from './names.ts'
import { spellPhone } from './phones.ts'
import type { Random } from './random.ts'

export type Client = {
  key: string
  person: Person | null
  /** Of companies. */
  name: string
  /** Digits, at least one. */
  phones: readonly string[]
  email: string
  birthday: string
  manager: string
  /** Has signed a contract. */
  isCustomer: boolean
}

/** What is written down of a client. */
export type ClientCard = Client & {
  /** The phones again, each as somebody wrote it. */
  spelled: readonly string[]
  /** Of companies; empty otherwise. */
  taxNumber: string
}

const PEOPLE = 5150
const COMPANIES = 36

export function planClients(
  random: Random,
  nextPhone: () => string,
  managers: readonly string[],
  today: string,
): Client[] {
  const people = Array.from({ length: PEOPLE }, () =>
    planPerson(random, nextPhone, inventPerson(random), managers, today),
  )
  const companies = Array.from(
    { length: COMPANIES },
    (): Client => ({
      key: random.guid(),
      person: null,
      name: inventCompany(random),
      phones: [nextPhone()],
      email: `office${random.int(100, 999)}@company.invalid`,
      birthday: EMPTY_DATE,
      manager: random.pick(managers),
      isCustomer: false,
    }),
  )
  return [...people, ...companies]
}

function planPerson(
  random: Random,
  nextPhone: () => string,
  person: Person,
  managers: readonly string[],
  today: string,
): Client {
  return {
    key: random.guid(),
    person,
    name: fullName(person),
    phones: random.chance(0.22) ? [nextPhone(), nextPhone()] : [nextPhone()],
    email: random.chance(0.46) ? `client${random.int(10_000, 99_999)}@mail.invalid` : '',
    birthday: random.chance(0.55) ? addDays(today, -random.int(22 * 365, 68 * 365)) : EMPTY_DATE,
    manager: random.chance(0.8) ? random.pick(managers) : '',
    isCustomer: false,
  }
}

/** The other half of a couple, who often leaves the same phone. */
export function planSpouse(
  random: Random,
  nextPhone: () => string,
  client: Client & { person: Person },
  today: string,
): Client {
  const spouse = planPerson(random, nextPhone, inventSpouse(random, client.person), [client.manager], today)
  const [shared] = client.phones
  return { ...spouse, phones: shared && random.chance(0.35) ? [shared] : spouse.phones }
}

export function clientCard(random: Random, client: Client): ClientCard {
  return {
    ...client,
    spelled: client.phones.map((digits) => spellPhone(random, digits)),
    taxNumber: client.person ? '' : `78${random.int(10_000_000, 99_999_999)}`,
  }
}
