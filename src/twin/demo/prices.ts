/** The price history of a unit: opening price two years ago, then a rise every half year or so (domain §2). */
import type { Infobase } from '../infobase/infobase.ts'
import { addDays } from './dates.ts'
import type { Random } from './random.ts'
import type { Unit } from './units.ts'

export function seedPrices(base: Infobase, random: Random, units: readonly Unit[], today: string): void {
  for (const unit of units) {
    const steps = random.weighted([
      [1, 3],
      [2, 4],
      [3, 2],
    ])
    for (let step = steps - 1; step >= 0; step -= 1) {
      const price = step === 0 ? unit.price : Math.round((unit.price * (1 - 0.045 * step)) / 1000) * 1000
      base.write('InformationRegister_ЦеныКвартир', {
        Period: addDays(today, -45 - step * 215 - random.int(0, 20)),
        Квартира_Key: unit.key,
        Цена: price,
      })
    }
  }
}
