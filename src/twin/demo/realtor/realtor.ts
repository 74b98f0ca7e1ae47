/** The demo infobase `realtor`: a developer with three complexes, made from a seed. */
import { wallClock } from '../../infobase/clock.ts'
import type { User } from '../../infobase/configuration.ts'
import type { Infobase } from '../../infobase/infobase.ts'
import { seedBusiness } from '../business.ts'
import type { Demo } from '../demo.ts'
import { randomFrom } from '../random.ts'
import { seedOffice } from './office.ts'
import { realtorBooks } from './realtor-books.ts'
import { realtorConfiguration } from './realtor-configuration.ts'
import { realtorDirectory } from './realtor-directory.ts'

export { realtorConfiguration } from './realtor-configuration.ts'

/** The hub's own login, and one for each role of the sales office. */
export const realtorUsers: readonly User[] = [
  { name: 'exchange', password: 'exchange' },
  { name: 'marketing', password: 'demo', readOnly: true, denied: ['Document_ПоступлениеОплаты'] },
  {
    name: 'operator',
    password: 'demo',
    denied: ['Document_ДоговорПродажи', 'Document_ПоступлениеОплаты'],
    // An operator sees the cards of people, not those of companies.
    visible: { Catalog_Контрагенты: (client) => client.ВидКонтрагента !== 'ЮридическоеЛицо' },
    deniedServices: ['Realtor'],
  },
  { name: 'sales', password: 'demo' },
  { name: 'admin', password: 'demo' },
  { name: 'director', password: 'demo', readOnly: true },
]

const PLAN = 'ExchangePlan_ОбменСХабом'

/**
 * Fills an empty base. The same `seed` and day give the same data.
 *
 * @param today The moment the history ends at; its day is taken in the timezone of the base.
 * @param plans Address of the folder with the pictures of plans.
 */
export function seedRealtor(seed: number, today: Date, plans: string): (base: Infobase) => void {
  return (base) => {
    const random = randomFrom(seed)
    const day = `${wallClock(today, base.timezone).slice(0, 10)}T00:00:00`
    const { managers } = seedBusiness(realtorBooks(base, plans), random, day)
    // A generator of its own: what the office holds must not move the rest of the data.
    seedOffice(base, randomFrom(seed + 1), managers, day)
    seedNodes(base, random.guid(), random.guid())
  }
}

/** The nodes come last: what was there before them is not a change to be told of. */
function seedNodes(base: Infobase, thisNode: string, hub: string): void {
  const own = base.write(PLAN, { Ref_Key: thisNode, Code: 'MAIN', Description: 'Риэлтор (центральная база)' })
  base.keep(PLAN, thisNode, { ...own, ThisNode: true })
  base.write(PLAN, { Ref_Key: hub, Code: 'HUB', Description: 'Хаб' })
}

export const realtor: Demo = {
  configuration: realtorConfiguration,
  users: realtorUsers,
  unpublished: [],
  seed: seedRealtor,
  directory: realtorDirectory,
}
