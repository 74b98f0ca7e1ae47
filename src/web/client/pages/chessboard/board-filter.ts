import { type UnitKind, type UnitStatus, unitKinds, unitStatuses } from '../../../../model/unit.ts'
import type { Cell } from '../../../api/contract.ts'
import { readNumber } from '../../format/number.ts'
import type { BoardSearch } from './board-search.ts'

export const roomKeys = ['s', '1', '2', '3', '4'] as const
export type RoomKey = (typeof roomKeys)[number]

/** An empty set means "any"; areas in hundredths of m², prices in kopecks, null means no bound. */
export interface BoardFilter {
  statuses: ReadonlySet<UnitStatus>
  rooms: ReadonlySet<RoomKey>
  kind: UnitKind | null
  area: Range
  price: Range
}
interface Range {
  from: number | null
  to: number | null
}

const kopecksInMillion = 100_000_000

/** What was typed into the address bar as a filter; what makes no sense there is left out. Null when nothing is filtered. */
export function readFilter(search: BoardSearch): BoardFilter | null {
  const filter: BoardFilter = {
    statuses: keep(search.status, unitStatuses),
    rooms: keep(search.rooms, roomKeys),
    kind: unitKinds.find((kind) => kind === search.kind) ?? null,
    area: { from: scaled(search.areaFrom, 100), to: scaled(search.areaTo, 100) },
    price: { from: scaled(search.priceFrom, kopecksInMillion), to: scaled(search.priceTo, kopecksInMillion) },
  }
  const bounds = [filter.area.from, filter.area.to, filter.price.from, filter.price.to]
  const isEmpty =
    filter.statuses.size === 0 &&
    filter.rooms.size === 0 &&
    filter.kind === null &&
    bounds.every((bound) => bound === null)
  return isEmpty ? null : filter
}

export function matches(cell: Cell, { statuses, rooms, kind, area, price }: BoardFilter): boolean {
  if (statuses.size > 0 && !statuses.has(cell.status)) return false
  if (kind !== null && cell.kind !== kind) return false
  if (rooms.size > 0) {
    const key = roomKeyOf(cell)
    if (key === null || !rooms.has(key)) return false
  }
  return within(cell.area, area) && within(cell.price, price)
}

function roomKeyOf({ kind, rooms }: Cell): RoomKey | null {
  if (kind === 'studio') return 's'
  if (kind !== 'apartment' || rooms === null) return null
  return rooms === 0 ? 's' : (roomKeys[Math.min(rooms, 4)] ?? null)
}

function within(value: number | null, { from, to }: Range): boolean {
  if (from === null && to === null) return true
  return value !== null && (from === null || value >= from) && (to === null || value <= to)
}

function keep<T extends string>(list: string | undefined, known: readonly T[]): ReadonlySet<T> {
  const asked = new Set(list?.split(','))
  return new Set(known.filter((value) => asked.has(value)))
}

function scaled(text: string | undefined, scale: number): number | null {
  const value = readNumber(text)
  return value === null ? null : Math.round(value * scale)
}
