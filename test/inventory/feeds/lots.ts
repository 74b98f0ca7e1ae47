import fc from 'fast-check'
import { FeedConfig, offerKinds } from '../../../src/inventory/feeds/config.ts'
import type { Candidate, Lot } from '../../../src/inventory/feeds/lot.ts'
import { unitStatuses } from '../../../src/model/unit.ts'

export const config = FeedConfig.parse({
  name: 'yandex.xml',
  format: 'yandex',
  salesAgent: { organization: 'ООО «Застройщик»', phone: '+79990000001', url: 'https://developer.invalid/' },
  lotUrl: 'https://developer.invalid/flats/{ref}',
})

/** A two-room flat with every fact filled in. */
export const sample = {
  unit: {
    ref: 'a4f0c1de-0000-4000-8000-000000000001',
    code: '000000101',
    buildingRef: 'a4f0c1de-0000-4000-8000-0000000000b1',
    kind: 'apartment',
    section: '2',
    floor: 7,
    position: 3,
    number: '101',
    rooms: 2,
    areaTotal: 5450,
    areaLiving: 3100,
    areaKitchen: 1205,
    status: 'free',
    price: 785_000_000,
    finishing: 'rough',
    planUrl: 'https://plans.invalid/2k-54.png',
    deleted: false,
  },
  building: {
    ref: 'a4f0c1de-0000-4000-8000-0000000000b1',
    projectRef: 'a4f0c1de-0000-4000-8000-0000000000c1',
    code: '000000001',
    name: 'Дом 1',
    address: 'ул. Северная, 1',
    floorsTotal: 17,
    state: 'unfinished',
    builtYear: 2027,
    readyQuarter: 3,
    material: 'brick_monolith',
    yandexHouseId: 222,
    deleted: false,
  },
  project: {
    ref: 'a4f0c1de-0000-4000-8000-0000000000c1',
    code: '000000001',
    name: 'ЖК «Север»',
    city: 'Екатеринбург',
    address: 'ул. Северная',
    latitude: 56.8389,
    longitude: 60.6057,
    yandexBuildingId: 111,
    salesPhone: '+79990000002',
    deleted: false,
  },
  createdAt: '2026-11-01T08:00:00.000Z',
  updatedAt: '2026-11-24T11:05:09.123Z',
} as const satisfies Lot

/** The sample with some facts changed. */
export function lotWith(changes: {
  unit?: Partial<Lot['unit']>
  building?: Partial<Lot['building']>
  project?: Partial<Lot['project']>
}): Lot {
  return {
    ...sample,
    unit: { ...sample.unit, ...changes.unit },
    building: { ...sample.building, ...changes.building },
    project: { ...sample.project, ...changes.project },
  }
}

export function candidateWith(changes: {
  unit?: Partial<Candidate['unit']>
  building?: Partial<Candidate['building']> | null
  project?: Partial<Candidate['project']> | null
}): Candidate {
  return {
    ...sample,
    unit: { ...sample.unit, ...changes.unit },
    building: changes.building === null ? null : { ...sample.building, ...changes.building },
    project: changes.project === null ? null : { ...sample.project, ...changes.project },
  }
}

/** Text as people paste it into 1C: markup, control characters, halves of emoji, blanks. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({
    unit: fc.constantFrom('&', '<', '>', '"', "'", ']', '\u0000', '\u001f', '\ud800', '\uffff', ' ', '\n', 'ё'),
  }),
)
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const address = fc.oneof(
  text,
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
  text.map((t) => `https://a.invalid/${t}`),
)
const hundredths = fc.oneof(fc.nat(), fc.maxSafeNat())
const instant = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((d) => d.toISOString())
const ref = fc.uuid()

/** Whatever the schemas of `model/` let through and `whyNot` has nothing against. */
export const anyLot: fc.Arbitrary<Lot> = fc.record({
  unit: fc.record({
    ref,
    code: text,
    buildingRef: ref,
    kind: fc.constantFrom(...offerKinds),
    section: orNull(text),
    floor: orNull(fc.integer()),
    position: orNull(fc.integer({ min: 1 })),
    number: text,
    rooms: orNull(fc.integer({ min: 1 })),
    areaTotal: hundredths.map((n) => n + 1),
    areaLiving: orNull(hundredths),
    areaKitchen: orNull(hundredths),
    status: fc.constantFrom(...unitStatuses),
    price: fc.maxSafeNat().map((n) => Math.max(n, 1)),
    finishing: orNull(fc.constantFrom('none', 'rough', 'pre_finish', 'finish')),
    planUrl: orNull(address),
    deleted: fc.boolean(),
  }),
  building: fc.record({
    ref,
    projectRef: ref,
    code: text,
    name: text,
    address: orNull(text),
    floorsTotal: orNull(fc.integer({ min: 1 })),
    state: fc.constantFrom('unfinished', 'built', 'handed_over'),
    builtYear: orNull(fc.oneof(fc.integer(), fc.integer({ min: 1900, max: 2099 }))),
    readyQuarter: orNull(fc.integer({ min: 1, max: 4 })),
    material: orNull(fc.constantFrom('brick', 'monolith', 'panel', 'brick_monolith')),
    yandexHouseId: orNull(fc.integer({ min: 1 })),
    deleted: fc.boolean(),
  }),
  project: fc.record({
    ref,
    code: text,
    name: text,
    city: orNull(text),
    address: orNull(text),
    latitude: orNull(fc.double({ noNaN: true, noDefaultInfinity: true })),
    longitude: orNull(fc.double({ noNaN: true, noDefaultInfinity: true })),
    yandexBuildingId: orNull(fc.integer({ min: 1 })),
    salesPhone: orNull(fc.constantFrom('+79990001122', '+12025550100', '+1234567')),
    deleted: fc.boolean(),
  }),
  createdAt: instant,
  updatedAt: instant,
})
