/** The units of the houses: flats and studios by risers, commerce on the ground, parking and storage rooms below. */
import type { Books } from './books.ts'
import { type ComplexPlan, complexes, type HousePlan, type SectionPlan } from './houses.ts'
import { type DatedPrice, inventPrices } from './prices.ts'
import type { Random } from './random.ts'

export type UnitKind = 'Квартира' | 'Студия' | 'Коммерческое' | 'Машиноместо' | 'Кладовая'
export type UnitStatus = 'Свободна' | 'Забронирована' | 'Продана' | 'НеВПродаже' | 'ВЗалоге'

export type Finishing = 'БезОтделки' | 'Черновая' | 'Предчистовая' | 'Чистовая'

export type Complex = { key: string; plan: ComplexPlan }

export type House = {
  key: string
  plan: HousePlan
  complex: ComplexPlan
  complexKey: string
  complexNo: number
  /** When it was or will be handed over. */
  ready: { year: number; quarter: number }
}

export type Unit = {
  key: string
  house: House
  kind: UnitKind
  section: string
  floor: number
  position: number
  number: string
  rooms: number
  area: number
  living: number
  kitchen: number
  /** Empty for places below the ground. */
  finishing: Finishing | ''
  /** File of its plan, one of a few layouts. */
  plan: string
  /** Roubles asked from a day on, oldest first; a sold unit keeps the price it was sold at. */
  prices: readonly DatedPrice[]
  status: UnitStatus
}

/** Rooms of each riser on a landing, by the number of flats on it; 0 is a studio. */
const landings: Readonly<Record<number, readonly (readonly number[])[]>> = {
  4: [
    [2, 1, 1, 3],
    [3, 0, 1, 2],
    [2, 1, 0, 4],
  ],
  5: [
    [3, 1, 0, 1, 2],
    [2, 0, 1, 1, 3],
  ],
  6: [
    [2, 1, 0, 0, 1, 3],
    [3, 1, 0, 1, 1, 2],
  ],
}

/** Total area in hundredths of m², and the price of a metre against that of a two-room flat, by rooms. */
const flatTypes: readonly { area: readonly [number, number]; factor: number }[] = [
  { area: [2210, 2890], factor: 1.16 },
  { area: [3420, 4380], factor: 1.07 },
  { area: [5210, 6590], factor: 1 },
  { area: [7400, 9180], factor: 0.95 },
  { area: [9800, 11900], factor: 0.93 },
]

export function seedHouses(books: Books, random: Random, today: string): House[] {
  return complexes.flatMap((complex, index) => {
    const complexKey = random.guid()
    books.complex({ key: complexKey, plan: complex })
    return complex.houses.map((plan): House => {
      const ready = quarterFrom(today, plan.readyInQuarters)
      const house = { key: random.guid(), plan, complex, complexKey, complexNo: index + 1, ready }
      books.house(house)
      return house
    })
  })
}

function quarterFrom(today: string, quarters: number): { year: number; quarter: number } {
  const ordinal = Number(today.slice(0, 4)) * 4 + Math.floor((Number(today.slice(5, 7)) - 1) / 3) + quarters
  return { year: Math.floor(ordinal / 4), quarter: (ordinal % 4) + 1 }
}

/** Every unit of a house with its price and status; nothing is stored yet. */
export function planUnits(random: Random, house: House, today: string): Unit[] {
  const numbers = { flat: 0, commerce: 0 }
  const sections = house.plan.sections.flatMap((section, index) =>
    planSection(random, house, section, index, numbers, today),
  )
  return [
    ...sections,
    ...planBelowGround(random, house, 'Машиноместо', today),
    ...planBelowGround(random, house, 'Кладовая', today),
  ]
}

function planSection(
  random: Random,
  house: House,
  section: SectionPlan,
  index: number,
  numbers: { flat: number; commerce: number },
  today: string,
): Unit[] {
  const landing = random.pick(landings[section.perFloor] ?? [[1, 1, 2, 3]])
  const risers = landing.map((rooms) => ({
    rooms,
    area: random.int(...(flatTypes[rooms]?.area ?? [3000, 4000])) / 100,
  }))
  const finishing = random.pick<Finishing>(['БезОтделки', 'Черновая', 'Предчистовая', 'Чистовая'])
  const units: Unit[] = []
  if (house.plan.hasCommerce) {
    for (const position of [1, 2]) {
      numbers.commerce += 1
      units.push(commerce(random, house, String(index + 1), position, numbers.commerce, today))
    }
  }
  for (let floor = house.plan.hasCommerce ? 2 : 1; floor <= section.floors; floor += 1) {
    for (const [place, riser] of risers.entries()) {
      numbers.flat += 1
      const height = (floor - section.floors / 2) / section.floors
      const factor = (flatTypes[riser.rooms]?.factor ?? 1) * (1 + height * 0.09) * (finishing === 'Чистовая' ? 1.07 : 1)
      units.push({
        key: random.guid(),
        house,
        kind: riser.rooms === 0 ? 'Студия' : 'Квартира',
        section: String(index + 1),
        floor,
        position: place + 1,
        number: String(numbers.flat),
        rooms: riser.rooms,
        area: riser.area,
        living: tenths(riser.area * (riser.rooms === 0 ? 0.68 : 0.52)),
        kitchen: tenths(riser.rooms === 0 ? 5.2 : 8.5 + riser.rooms * 2.1),
        finishing,
        plan: `${riser.rooms === 0 ? 'studio' : `${riser.rooms}k`}-${place % 2 === 0 ? 'a' : 'b'}.svg`,
        prices: inventPrices(random, house.complex.pricePerM2 * factor * riser.area, today),
        status: statusOf(random, house.plan.soldShare),
      })
    }
  }
  return units
}

function commerce(
  random: Random,
  house: House,
  section: string,
  position: number,
  number: number,
  today: string,
): Unit {
  const area = random.int(5600, 16_400) / 100
  return {
    key: random.guid(),
    house,
    kind: 'Коммерческое',
    section,
    floor: 1,
    position,
    number: `${number}-Н`,
    rooms: 0,
    area,
    living: 0,
    kitchen: 0,
    finishing: 'БезОтделки',
    plan: `commercial-${position === 1 ? 'a' : 'b'}.svg`,
    prices: inventPrices(random, house.complex.pricePerM2 * 1.22 * area, today),
    status: statusOf(random, house.plan.soldShare * 0.6),
  }
}

/** Places without a grid of floors. A storage room is never for sale by itself: it goes with a flat. */
function planBelowGround(random: Random, house: House, kind: 'Машиноместо' | 'Кладовая', today: string): Unit[] {
  const isParking = kind === 'Машиноместо'
  return Array.from({ length: isParking ? house.plan.parking : house.plan.storage }, (_, index) => ({
    key: random.guid(),
    house,
    kind,
    section: '',
    floor: -1,
    position: 0,
    number: `${isParking ? 'М' : 'К'}-${index + 1}`,
    rooms: 0,
    area: random.int(isParking ? 1325 : 310, isParking ? 1780 : 690) / 100,
    living: 0,
    kitchen: 0,
    finishing: '',
    plan: `${isParking ? 'parking' : 'storage'}-a.svg`,
    prices: inventPrices(random, isParking ? random.int(950, 1600) * 1000 : random.int(260, 520) * 1000, today),
    status: isParking ? statusOf(random, house.plan.soldShare * 0.7) : 'НеВПродаже',
  }))
}

function statusOf(random: Random, soldShare: number): UnitStatus {
  if (random.chance(soldShare)) return 'Продана'
  return random.weighted([
    ['Свободна', 84],
    ['Забронирована', 7],
    ['НеВПродаже', 6],
    ['ВЗалоге', 3],
  ])
}

const tenths = (value: number) => Math.round(value * 10) / 10
