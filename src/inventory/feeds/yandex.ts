import type { Building } from '../../model/building.ts'
import type { Project } from '../../model/project.ts'
import type { Unit } from '../../model/unit.ts'
import type { FeedConfig, OfferKind } from './config.ts'
import { isDwelling, type Lot } from './lot.ts'
import { publicUrl } from './public-url.ts'
import { decimal, element, escapeXml, parent } from './xml.ts'

export interface YandexHead extends Pick<FeedConfig, 'salesAgent' | 'lotUrl' | 'studioRooms'> {
  /** ISO 8601 with an offset. */
  generatedAt: string
}

/**
 * Yandex.Недвижимость, YRL (feeds §1): the document in pieces, an offer each. The first piece alone holds the moment of
 * generation. Lots must be unique by unit; optional facts that contradict mandatory ones are left out.
 */
export function* yandexFeed(lots: Iterable<Lot>, head: YandexHead): Generator<string, void> {
  const generatedAt = element('generation-date', head.generatedAt)
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<realty-feed xmlns="${namespace}">\n${generatedAt}\n`
  for (const lot of lots) yield offer(lot, head)
  yield '</realty-feed>\n'
}

const namespace = 'http://webmaster.yandex.ru/schemas/feed/realty/2010-06'

function offer(lot: Lot, head: YandexHead): string {
  const { unit, building, project } = lot
  const facts = [
    element('type', 'продажа'),
    ...kindFacts[unit.kind](lot, head),
    element('lot-number', isDwelling(unit.kind) ? null : unit.number),
    element('url', publicUrl(head.lotUrl?.replaceAll('{ref}', unit.ref))),
    element('creation-date', withOffset(lot.createdAt)),
    element('last-update-date', withOffset(lot.updatedAt)),
    location(lot),
    salesAgent(project, head.salesAgent),
    parent('price', element('value', decimal(unit.price)), element('currency', 'RUR')),
    space('area', unit.areaTotal),
    image(unit.planUrl),
    element('floor', unit.floor),
    ...houseFacts(unit, building, project),
  ]
  return `<offer internal-id="${escapeXml(unit.ref)}">${facts.join('')}</offer>\n`
}

/** What makes the offer one of its category; `property-type`, finish and deal status are words about dwellings only. */
const kindFacts: Record<OfferKind, (lot: Lot, head: YandexHead) => string[]> = {
  apartment: ({ unit }) => [...dwelling(unit), element('rooms', unit.rooms)],
  studio: ({ unit }, { studioRooms }) => [
    ...dwelling(unit),
    element('studio', 1),
    element('rooms', studioRooms ? 1 : null),
  ],
  commercial: () => [element('category', 'коммерческая'), element('commercial-type', 'free purpose')],
  parking: ({ unit }) => [
    element('category', 'гараж'),
    element('garage-type', 'машиноместо'),
    element('parking-type', parkingType(unit.floor)),
  ],
}

function dwelling(unit: Lot['unit']): string[] {
  return [
    element('property-type', 'жилая'),
    element('category', 'квартира'),
    element('new-flat', 1),
    element('deal-status', 'первичная продажа'),
    element('renovation', unit.finishing && renovations[unit.finishing]),
    space('living-space', partOf(unit.areaTotal, unit.areaLiving)),
    space('kitchen-space', partOf(unit.areaTotal, unit.areaKitchen)),
  ]
}

/** A living space as large as the whole is a slip that moderation turns the offer down for. */
const partOf = (whole: number, part: number | null) => (part !== null && part < whole ? part : null)

function parkingType(floor: number | null): string | null {
  if (floor === null) return null
  if (floor < 0) return 'underground'
  return floor > 1 ? 'multilevel' : 'ground'
}

const renovations: Record<NonNullable<Unit['finishing']>, string> = {
  none: 'без отделки',
  rough: 'черновая',
  pre_finish: 'предчистовая',
  finish: 'чистовая',
}

function location({ unit, building, project }: Lot): string {
  return parent(
    'location',
    element('country', 'Россия'),
    element('locality-name', project.city),
    element('address', building.address?.trim() || project.address),
    element('apartment', isDwelling(unit.kind) ? unit.number : null),
    ...coordinates(project),
  )
}

/** Swapped or zero coordinates would put the house into a sea; Russia lies between these latitudes. */
function coordinates({ latitude, longitude }: Project): string[] {
  if (latitude === null || longitude === null) return []
  if (latitude < 41 || latitude > 82 || Math.abs(longitude) > 180) return []
  return [element('latitude', latitude.toFixed(6)), element('longitude', longitude.toFixed(6))]
}

function salesAgent(project: Project, agent: FeedConfig['salesAgent']): string {
  const own = project.salesPhone
  return parent(
    'sales-agent',
    element('organization', agent.organization),
    element('category', 'застройщик'),
    element('phone', own && /^\+7\d{10}$/.test(own) ? own : agent.phone),
    element('url', publicUrl(agent.url)),
    element('email', agent.email),
  )
}

function houseFacts(unit: Unit, building: Building, project: Project): string[] {
  const { floorsTotal, builtYear } = building
  const year = builtYear !== null && builtYear >= 1900 && builtYear <= 2099 ? builtYear : null
  return [
    element('floors-total', floorsTotal !== null && floorsTotal >= (unit.floor ?? 0) ? floorsTotal : null),
    element('building-name', bareName(project.name)),
    element('building-section', unit.section),
    element('building-type', building.material && materials[building.material]),
    element('building-state', states[building.state]),
    element('built-year', year),
    element('ready-quarter', year && building.readyQuarter),
    element('yandex-building-id', project.yandexBuildingId),
    element('yandex-house-id', building.yandexHouseId),
  ]
}

const states: Record<Building['state'], string> = { unfinished: 'unfinished', built: 'built', handed_over: 'hand-over' }

const materials: Record<NonNullable<Building['material']>, string> = {
  brick: 'кирпичный',
  monolith: 'монолит',
  panel: 'панельный',
  brick_monolith: 'кирпично-монолитный',
}

/** «ЖК «Северный»» → «Северный»: Yandex wants the name alone. */
function bareName(name: string): string {
  return name
    .trim()
    .replace(/^(?:жк|жилой комплекс)(?=[\s«"„“])\s*/iu, '')
    .replace(/^[«"„“]([^«»"„“”]*)[»"”“]$/u, '$1')
}

function space(name: string, hundredths: number | null): string {
  return hundredths ? parent(name, element('value', decimal(hundredths)), element('unit', 'кв. м')) : ''
}

function image(planUrl: string | null): string {
  const url = publicUrl(planUrl)
  return url ? `<image tag="plan">${escapeXml(url)}</image>` : ''
}

/** UTC as ISO 8601 with a numeric offset and whole seconds, like the generation date (domain §11). */
const withOffset = (instant: string) => instant.replace(/(?:\.\d+)?Z$/, '+00:00')
