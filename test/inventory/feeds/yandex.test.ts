import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { XmlDocument, type XmlElement, XsdValidator } from 'libxml2-wasm'
import { afterAll, describe, expect, test } from 'vitest'
import type { Lot } from '../../../src/inventory/feeds/lot.ts'
import { type YandexHead, yandexFeed } from '../../../src/inventory/feeds/yandex.ts'
import { anyLot, config, lotWith, sample } from './lots.ts'

const fixtures = new URL('../../fixtures/feeds/', import.meta.url)
const schema = XmlDocument.fromBuffer(readFileSync(new URL('yrl-newbuild-lax.xsd', fixtures)))
const validator = XsdValidator.fromDoc(schema)
afterAll(() => {
  validator.dispose()
  schema.dispose()
})

const head: YandexHead = { ...config, generatedAt: '2026-11-24T16:05:10+05:00' }
const write = (lots: Lot[], changes: Partial<YandexHead> = {}) =>
  [...yandexFeed(lots, { ...head, ...changes })].join('')

/** The offer as the paths of its leaves and their texts, in document order. */
function factsOf(lot: Lot, changes: Partial<YandexHead> = {}): string[] {
  const document = XmlDocument.fromString(write([lot], changes))
  try {
    const leaves = document.find('//y:offer//*[not(*)]', { y: namespace }) as XmlElement[]
    return leaves.map((leaf) => {
      const inside = leaf.parent?.name === 'offer' ? '' : `${leaf.parent?.name}/`
      return `${inside}${leaf.name}=${leaf.content}`
    })
  } finally {
    document.dispose()
  }
}

const namespace = 'http://webmaster.yandex.ru/schemas/feed/realty/2010-06'

function validate(xml: string): void {
  const document = XmlDocument.fromString(xml)
  try {
    validator.validate(document)
  } finally {
    document.dispose()
  }
}

describe('a feed for Yandex.Недвижимость', () => {
  test('says everything about a flat that is filled in', () => {
    expect(factsOf(sample)).toEqual([
      'type=продажа',
      'property-type=жилая',
      'category=квартира',
      'new-flat=1',
      'deal-status=первичная продажа',
      'renovation=черновая',
      'living-space/value=31',
      'living-space/unit=кв. м',
      'kitchen-space/value=12.05',
      'kitchen-space/unit=кв. м',
      'rooms=2',
      'url=https://developer.invalid/flats/a4f0c1de-0000-4000-8000-000000000001',
      'creation-date=2026-11-01T08:00:00+00:00',
      'last-update-date=2026-11-24T11:05:09+00:00',
      'location/country=Россия',
      'location/locality-name=Екатеринбург',
      'location/address=ул. Северная, 1',
      'location/apartment=101',
      'location/latitude=56.838900',
      'location/longitude=60.605700',
      'sales-agent/organization=ООО «Застройщик»',
      'sales-agent/category=застройщик',
      'sales-agent/phone=+79990000002',
      'sales-agent/url=https://developer.invalid/',
      'price/value=7850000',
      'price/currency=RUR',
      'area/value=54.50',
      'area/unit=кв. м',
      'image=https://plans.invalid/2k-54.png',
      'floor=7',
      'floors-total=17',
      'building-name=Север',
      'building-section=2',
      'building-type=кирпично-монолитный',
      'building-state=unfinished',
      'built-year=2027',
      'ready-quarter=3',
      'yandex-building-id=111',
      'yandex-house-id=222',
    ])
  })

  test('begins with the XML declaration and names each offer by the 1C reference', () => {
    const xml = write([sample])
    expect(xml.startsWith('<?xml version="1.0" encoding="UTF-8"?>\n<realty-feed xmlns="')).toBe(true)
    expect(xml).toContain('<generation-date>2026-11-24T16:05:10+05:00</generation-date>')
    expect(xml).toContain(`<offer internal-id="${sample.unit.ref}">`)
    expect(xml).toContain('<image tag="plan">')
  })

  test('tells the moment of generation in its first piece only', () => {
    const [first, ...rest] = yandexFeed([sample], head)
    expect(first).toContain(head.generatedAt)
    expect(rest.join('')).not.toContain(head.generatedAt)
  })

  test('writes a studio without rooms, or with one where the reader of this feed demands it', () => {
    const studio = lotWith({ unit: { kind: 'studio', rooms: 0 } })
    expect(factsOf(studio)).toEqual(expect.arrayContaining(['category=квартира', 'studio=1']))
    expect(factsOf(studio).join()).not.toContain('rooms=')
    expect(factsOf(studio, { studioRooms: true })).toEqual(expect.arrayContaining(['studio=1', 'rooms=1']))
  })

  test('writes a parking place as a garage, by its level', () => {
    const place = (floor: number | null) => factsOf(lotWith({ unit: { kind: 'parking', floor, number: 'М-14' } }))
    expect(place(-1)).toEqual(
      expect.arrayContaining([
        'category=гараж',
        'garage-type=машиноместо',
        'parking-type=underground',
        'lot-number=М-14',
      ]),
    )
    expect(place(1)).toContain('parking-type=ground')
    expect(place(4)).toContain('parking-type=multilevel')
    expect(place(null).join()).not.toContain('parking-type')
  })

  test('says nothing about flats in the offer of a parking place or a shop', () => {
    for (const kind of ['parking', 'commercial'] as const) {
      const facts = factsOf(lotWith({ unit: { kind } })).join('\n')
      expect(facts).not.toMatch(/property-type|new-flat|rooms|living-space|kitchen-space|renovation|apartment/)
    }
    const shop = factsOf(lotWith({ unit: { kind: 'commercial' } }))
    expect(shop).toEqual(expect.arrayContaining(['category=коммерческая', 'commercial-type=free purpose']))
  })

  test('leaves out optional facts that contradict the others', () => {
    const lot = lotWith({
      unit: { areaLiving: 5450, areaKitchen: 0, floor: 18, planUrl: 'plans/1.png' },
      building: { builtYear: 0 },
      project: { latitude: 0, longitude: 0 },
    })
    expect(factsOf(lot).join('\n')).not.toMatch(
      /living-space|kitchen-space|floors-total|image|built-year|ready-quarter|latitude|longitude/,
    )
  })

  test('takes the phone of the agent where the complex has none a Russian buyer can dial', () => {
    for (const salesPhone of [null, '+12025550100']) {
      expect(factsOf(lotWith({ project: { salesPhone } }))).toContain('sales-agent/phone=+79990000001')
    }
  })

  test.each([
    ['ЖК «Север»', 'Север'],
    ['ЖК Север', 'Север'],
    ['Жилой комплекс "Север"', 'Север'],
    ['ЖКХ-парк', 'ЖКХ-парк'],
    ['«Север», 2 очередь', '«Север», 2 очередь'],
  ])('calls the complex «%s» by its name alone', (name, expected) => {
    expect(factsOf(lotWith({ project: { name } }))).toContain(`building-name=${expected}`)
  })

  test('does not advertise an address on a port that readers do not open, or one with a password', () => {
    for (const planUrl of [
      'https://plans.invalid:8443/1.png',
      'https://user:secret@plans.invalid/1.png',
      'https://:secret@plans.invalid/1.png',
      'ftp://plans.invalid/1',
    ]) {
      expect(write([lotWith({ unit: { planUrl } })])).not.toContain('<image')
    }
    expect(factsOf(lotWith({ unit: { planUrl: 'https://plans.invalid/план 1.png' } }))).toContain(
      'image=https://plans.invalid/%D0%BF%D0%BB%D0%B0%D0%BD%201.png',
    )
  })

  test('keeps what a person typed, markup included, and drops what XML cannot hold', () => {
    const facts = factsOf(lotWith({ building: { address: ' <b>"Рога & копыта\'\u0000\u001b\ud83d' } }))
    expect(facts).toContain('location/address=<b>"Рога & копыта\'')
  })

  test('is valid for any lots', () => {
    const lots = fc.uniqueArray(anyLot, { selector: ({ unit }) => unit.ref, maxLength: 5 })
    fc.assert(
      fc.property(lots, fc.boolean(), (some, studioRooms) => validate(write(some, { studioRooms }))),
      { numRuns: 200 },
    )
  })

  test('has a schema to answer to that takes a real feed and refuses a wrong one', () => {
    validate(readFileSync(new URL('yrl-newflat-windstep.xml', fixtures), 'utf8'))
    expect(() => validate(write([sample, sample]))).toThrow(/Duplicate key-sequence/)
    expect(() => validate(write([sample]).replace('продажа', 'аренда'))).toThrow(/аренда/)
  })
})
