/** The demo infobase as another integrator built it, over the same business as `realtor`. */
import { wallClock } from '../../infobase/clock.ts'
import type { User } from '../../infobase/configuration.ts'
import type { Infobase } from '../../infobase/infobase.ts'
import { seedBusiness } from '../business.ts'
import type { Demo } from '../demo.ts'
import { randomFrom } from '../random.ts'
import { partnersBooks } from './partners-books.ts'
import { PLAN, partnersConfiguration } from './partners-configuration.ts'
import { partnersDirectory } from './partners-directory.ts'
import { seedServices } from './services.ts'

const CONTRACTS = 'Document_ДоговорСКлиентом'
const PAYMENTS = 'Document_ПоступлениеБезналичныхДенежныхСредств'

const users: readonly User[] = [
  { name: 'exchange', password: 'exchange' },
  { name: 'marketing', password: 'demo', readOnly: true, denied: [PAYMENTS] },
  { name: 'operator', password: 'demo', denied: [CONTRACTS, PAYMENTS] },
  { name: 'sales', password: 'demo' },
  { name: 'admin', password: 'demo' },
  { name: 'director', password: 'demo', readOnly: true },
]

function seedPartners(seed: number, today: Date, plans: string): (base: Infobase) => void {
  return (base) => {
    const random = randomFrom(seed)
    const day = `${wallClock(today, base.timezone).slice(0, 10)}T00:00:00`
    const { managers } = seedBusiness(partnersBooks(base, plans), random, day)
    // A generator of its own, so that both configurations hold the same business.
    const own = randomFrom(seed + 1)
    seedServices(base, own, managers, day)
    seedNodes(base, own.guid(), own.guid())
  }
}

/** The nodes come last: what was there before them is not a change to be told of. */
function seedNodes(base: Infobase, thisNode: string, hub: string): void {
  const own = base.write(PLAN, { Ref_Key: thisNode, Code: 'ЦБ', Description: 'Центральная база' })
  base.keep(PLAN, thisNode, { ...own, ThisNode: true })
  base.write(PLAN, { Ref_Key: hub, Code: 'HUB', Description: 'Хаб' })
}

export const partners: Demo = {
  configuration: partnersConfiguration,
  users,
  unpublished: ['Document_АнкетаКлиента', 'Catalog_ВидыЦен'],
  seed: seedPartners,
  directory: partnersDirectory,
}
