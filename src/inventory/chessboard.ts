import { type Unit, type UnitKind, type UnitStatus, unitStatuses } from '../model/unit.ts'

/** A unit as the chessboard needs it, with whoever bought or booked it (null for roles that may not see the name). */
export type PlacedUnit = Pick<
  Unit,
  'ref' | 'kind' | 'section' | 'floor' | 'position' | 'number' | 'rooms' | 'areaTotal' | 'price' | 'status'
> & { clientName: string | null }

interface Cell {
  ref: string
  number: string
  kind: UnitKind
  rooms: number | null
  area: number | null
  price: number | null
  status: UnitStatus
  clientName: string | null
}

export interface Grid {
  floors: number[]
  sections: { name: string; width: number; floors: { floor: number; cells: (Cell | null)[] }[] }[]
  tray: Cell[]
  totals: { status: UnitStatus; count: number; area: number; price: number }[]
}

/** Beyond these a place is a slip of the keyboard: drawing it would draw thousands of empty rows or columns. */
const limits = { lowest: -10, highest: 200, width: 200 }

/**
 * Lays the units of one house out as its chessboard (feeds §9, domain §10): sections in natural order, the same floors
 * for each from the roof down, a cell for every position. A unit whose section, floor or position is missing or
 * impossible goes to the tray, and so does the later one (by number) of two that claim the same place.
 *
 * The result does not depend on the order of the units. Areas in hundredths of m², money in kopecks.
 *
 * @param floorsTotal storeys of the house where 1C knows them; storeys without units are then drawn too
 */
export function layOut(units: readonly PlacedUnit[], floorsTotal: number | null): Grid {
  const placed = new Map<string, Place & { unit: PlacedUnit }>()
  const stray: PlacedUnit[] = []
  for (const unit of units.toSorted(byNumber)) {
    const place = placeOf(unit)
    if (!place || placed.has(keyOf(place))) stray.push(unit)
    else placed.set(keyOf(place), { ...place, unit })
  }

  const places = [...placed.values()]
  const floors = storeys(new Set(places.map(({ floor }) => floor)), floorsTotal)
  const sections = [...Map.groupBy(places, ({ section }) => section)].sort(([a], [b]) => natural(a, b))
  return {
    floors,
    sections: sections.map(([section, own]) => {
      const width = Math.max(...own.map(({ position }) => position))
      const cells = (floor: number) =>
        Array.from({ length: width }, (_, index) => {
          const place = placed.get(keyOf({ section, floor, position: index + 1 }))
          return place ? cellOf(place.unit) : null
        })
      return { name: section, width, floors: floors.map((floor) => ({ floor, cells: cells(floor) })) }
    }),
    tray: stray.map(cellOf),
    totals: unitStatuses.map((status) => totalOf(status, units)),
  }
}

interface Place {
  section: string
  floor: number
  position: number
}

function placeOf(unit: PlacedUnit): Place | null {
  const section = unit.section?.trim()
  const { floor, position } = unit
  if (!section || floor === null || position === null) return null
  if (floor < limits.lowest || floor > limits.highest || position > limits.width) return null
  return { section, floor, position }
}

const keyOf = ({ section, floor, position }: Place) => `${floor}/${position}/${section}`

/** From the roof to the lowest unit. Houses have no floor 0 unless a unit says so. */
function storeys(occupied: ReadonlySet<number>, floorsTotal: number | null): number[] {
  if (occupied.size === 0) return []
  const ofHouse = floorsTotal === null ? [] : [1, Math.min(floorsTotal, limits.highest)]
  const top = Math.max(...occupied, ...ofHouse)
  const bottom = Math.min(...occupied, ...ofHouse)
  const all = Array.from({ length: top - bottom + 1 }, (_, index) => top - index)
  return all.filter((floor) => floor !== 0 || occupied.has(0))
}

function cellOf(unit: PlacedUnit): Cell {
  return {
    ref: unit.ref,
    number: unit.number,
    kind: unit.kind,
    rooms: unit.rooms,
    area: unit.areaTotal,
    price: unit.price,
    status: unit.status,
    // A deal just terminated may still be joined to its unit for a moment; a free unit belongs to nobody.
    clientName: unit.status === 'free' ? null : unit.clientName,
  }
}

function totalOf(status: UnitStatus, units: readonly PlacedUnit[]): Grid['totals'][number] {
  const total = { status, count: 0, area: 0, price: 0 }
  for (const unit of units) {
    if (unit.status !== status) continue
    total.count += 1
    total.area += unit.areaTotal ?? 0
    total.price += unit.price ?? 0
  }
  return total
}

const collator = new Intl.Collator('ru', { numeric: true })

/** «2» before «10»; names the collator holds equal («1» and «01») still have one order. */
const natural = (a: string, b: string) => collator.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0)

const byNumber = (a: PlacedUnit, b: PlacedUnit) => natural(a.number, b.number) || natural(a.ref, b.ref)
