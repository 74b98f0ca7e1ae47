import type { Building } from '../../model/building.ts'
import type { Project } from '../../model/project.ts'
import type { Unit, UnitKind, UnitStatus } from '../../model/unit.ts'
import type { FeedConfig, OfferKind } from './config.ts'

/** A unit with its house and complex, either of which may not have come from 1C yet. Instants in UTC. */
export interface Candidate {
  unit: Unit
  building: Building | null
  project: Project | null
  /** When the hub first saw the unit. */
  createdAt: string
  /** When anything of the unit last changed. */
  updatedAt: string
}

/** A candidate that `whyNot` had nothing against: what a feed writer gets. */
export interface Lot extends Candidate {
  unit: Unit & { kind: OfferKind; price: number; areaTotal: number }
  building: Building
  project: Project
}

type Rules = Pick<FeedConfig, 'kinds'>

/**
 * Why the unit is not offered in this feed, in words for a person; null when it is. The first reason in the order
 * below wins: whether it should be offered at all comes before what its card lacks.
 */
export function whyNot(candidate: Candidate, config: Rules): string | null {
  for (const refusal of refusals) {
    const reason = refusal(candidate, config)
    if (reason) return reason
  }
  return null
}

/** Parts candidates into the lots of a feed and the reasons of the others, the commonest reason first. */
export function siftLots(
  candidates: Iterable<Candidate>,
  config: Rules,
): { lots: Lot[]; excluded: { reason: string; count: number }[] } {
  const lots: Lot[] = []
  const counts = new Map<string, number>()
  for (const candidate of candidates) {
    const reason = whyNot(candidate, config)
    if (reason) counts.set(reason, (counts.get(reason) ?? 0) + 1)
    else lots.push(candidate as Lot) // the refusals below are what a Lot promises
  }
  const excluded = [...counts].map(([reason, count]) => ({ reason, count }))
  excluded.sort((a, b) => b.count - a.count || a.reason.localeCompare(b.reason, 'ru'))
  return { lots, excluded }
}

export const isDwelling = (kind: UnitKind): boolean => kind === 'apartment' || kind === 'studio'

const statusReasons: Record<UnitStatus, string | null> = {
  free: null,
  booked: 'Статус «бронь»',
  sold: 'Статус «продано»',
  not_for_sale: 'Статус «не в продаже»',
  pledged: 'Статус «в залоге»',
}

const kindReasons: Record<UnitKind, string> = {
  apartment: 'Квартиры в этот фид не передаются',
  studio: 'Студии в этот фид не передаются',
  commercial: 'Коммерческие помещения в этот фид не передаются',
  parking: 'Машиноместа в этот фид не передаются',
  storage: 'Кладовые в этот фид не передаются',
}

type Refusal = (candidate: Candidate, config: Rules) => string | false | null | undefined

/** What the formats demand of an offer is in feeds §1; a free unit of a withdrawn house is withdrawn with it. */
const refusals: readonly Refusal[] = [
  ({ unit }) => unit.deleted && 'Карточка помечена на удаление в 1С',
  ({ unit }) => statusReasons[unit.status],
  ({ unit }, { kinds }) => !kinds.some((kind) => kind === unit.kind) && kindReasons[unit.kind],
  ({ building }) => !building && 'Дом ещё не загружен из 1С',
  ({ building }) => building?.deleted && 'Дом помечен на удаление в 1С',
  ({ project }) => !project && 'Жилой комплекс ещё не загружен из 1С',
  ({ project }) => project?.deleted && 'Жилой комплекс помечен на удаление в 1С',
  ({ unit }) => !(unit.price && unit.price > 0) && 'Не указана цена',
  ({ unit }) => !unit.areaTotal && 'Не указана площадь',
  ({ unit }) => isDwelling(unit.kind) && unit.floor === null && 'Не указан этаж',
  ({ unit }) => unit.kind === 'apartment' && !unit.rooms && 'Не указано количество комнат',
  (candidate) => !isLocated(candidate) && 'У дома нет ни адреса, ни координат',
]

function isLocated({ building, project }: Candidate): boolean {
  if (building?.address?.trim() || project?.address?.trim()) return true
  return typeof project?.latitude === 'number' && typeof project.longitude === 'number'
}
