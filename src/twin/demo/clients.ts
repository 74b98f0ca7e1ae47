/** Clients: people and a few companies, in folders, with phones as different people write them. */
import type { Infobase } from '../infobase/infobase.ts'
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

export type Folders = { people: string; companies: string }

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

/** Kinds of contact information are predefined items, as in the standard subsystems library. */
const contactKinds = [
  { name: 'ТелефонКонтрагента', description: 'Телефон', type: 'Телефон' },
  { name: 'ТелефонРабочийКонтрагента', description: 'Рабочий телефон', type: 'Телефон' },
  { name: 'EmailКонтрагента', description: 'Электронная почта', type: 'АдресЭлектроннойПочты' },
  { name: 'ФактАдресКонтрагента', description: 'Фактический адрес', type: 'Адрес' },
] as const

export type ContactKinds = { phone: string; secondPhone: string; email: string }

export function seedContactKinds(base: Infobase, random: Random): ContactKinds {
  const [phone = '', secondPhone = '', email = ''] = contactKinds.map(({ name, description, type }) => {
    const key = random.guid()
    const record = base.write('Catalog_ВидыКонтактнойИнформации', { Ref_Key: key, Description: description, Тип: type })
    base.keep('Catalog_ВидыКонтактнойИнформации', key, { ...record, Predefined: true, PredefinedDataName: name })
    return key
  })
  return { phone, secondPhone, email }
}

export function seedFolders(base: Infobase, random: Random): Folders {
  const folder = (description: string) => {
    const key = random.guid()
    base.write('Catalog_Контрагенты', { Ref_Key: key, Description: description, IsFolder: true })
    return key
  }
  return { people: folder('Физические лица'), companies: folder('Юридические лица') }
}

export function storeClient(
  base: Infobase,
  random: Random,
  client: Client,
  kinds: ContactKinds,
  folders: Folders,
): void {
  const { person } = client
  const phones = client.phones.map((digits, index) => ({
    Тип: 'Телефон',
    Вид_Key: index === 0 ? kinds.phone : kinds.secondPhone,
    Представление: spellPhone(random, digits),
    НомерТелефона: digits,
  }))
  const emails = client.email
    ? [{ Тип: 'АдресЭлектроннойПочты', Вид_Key: kinds.email, Представление: client.email, АдресЭП: client.email }]
    : []
  base.write('Catalog_Контрагенты', {
    Ref_Key: client.key,
    Parent_Key: person ? folders.people : folders.companies,
    Description: client.name,
    ВидКонтрагента: person ? 'ФизическоеЛицо' : 'ЮридическоеЛицо',
    Фамилия: person?.last ?? '',
    Имя: person?.first ?? '',
    Отчество: person?.middle ?? '',
    ДатаРождения: client.birthday,
    ИНН: person ? '' : `78${random.int(10_000_000, 99_999_999)}`,
    СтадияКлиента: client.isCustomer ? 'Действующий' : 'Потенциальный',
    ...(client.manager ? { ОсновнойМенеджер_Key: client.manager } : {}),
    КонтактнаяИнформация: [...phones, ...emails].map((row, index) => ({ LineNumber: index + 1, ...row })),
  })
}
