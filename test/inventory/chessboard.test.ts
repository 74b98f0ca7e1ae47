import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { layOut, type PlacedUnit } from '../../src/inventory/chessboard.ts'
import { unitKinds, unitStatuses } from '../../src/model/unit.ts'
import { Chessboard } from '../../src/web/api/contract.ts'

let count = 0
function unit(facts: Partial<PlacedUnit>): PlacedUnit {
  count += 1
  return {
    ref: `00000000-0000-4000-8000-${String(count).padStart(12, '0')}`,
    kind: 'apartment',
    section: '1',
    floor: 1,
    position: 1,
    number: String(count),
    rooms: 1,
    areaTotal: 4000,
    price: 500_000_000,
    status: 'free',
    clientName: null,
    ...facts,
  }
}

/** The board as a person would sketch it: a line a floor, sections apart, dots where nothing is. */
function sketch(units: PlacedUnit[], floorsTotal: number | null = null): string[] {
  const { floors, sections } = layOut(units, floorsTotal)
  return floors.map((floor, row) =>
    [floor, ...sections.map((s) => s.floors[row]?.cells.map((cell) => cell?.number ?? '·').join(' '))].join(' | '),
  )
}

describe('a chessboard', () => {
  test('stands all sections on one ground line, «2» before «10», the roof on top', () => {
    const units = [
      unit({ section: '10', floor: 1, position: 1, number: '5' }),
      unit({ section: '2', floor: 1, position: 1, number: '1' }),
      unit({ section: '2', floor: 1, position: 2, number: '2' }),
      unit({ section: '2', floor: 3, position: 3, number: '4' }),
    ]
    expect(sketch(units)).toEqual(['3 | · · 4 | ·', '2 | · · · | ·', '1 | 1 2 · | 5'])
    expect(layOut(units, null).sections.map(({ name, width }) => [name, width])).toEqual([
      ['2', 3],
      ['10', 1],
    ])
  })

  test('draws the storeys of the house that hold no flats', () => {
    expect(sketch([unit({ floor: 2, number: '1' })], 4)).toEqual(['4 | ·', '3 | ·', '2 | 1', '1 | ·'])
  })

  test('has no floor 0 between the first and the basement unless a unit stands on it', () => {
    const basement = unit({ kind: 'parking', section: 'П', floor: -1, number: 'м1' })
    expect(sketch([basement, unit({ section: 'П', floor: 1, number: '1' })])).toEqual(['1 | 1', '-1 | м1'])
    expect(sketch([basement, unit({ section: 'П', floor: 0, number: '1' })])).toEqual(['0 | 1', '-1 | м1'])
  })

  test.each([
    { section: null },
    { section: ' ' },
    { floor: null },
    { position: null },
    { floor: 70_000 },
    { position: 70_000 },
  ])('puts a unit with %o on the tray', (facts) => {
    const { sections, tray } = layOut([unit({ ...facts, number: '7' })], 9)
    expect(sections).toEqual([])
    expect(tray.map(({ number }) => number)).toEqual(['7'])
  })

  test('keeps the first by number of two units that claim one place and puts the other on the tray', () => {
    const board = layOut([unit({ number: '10' }), unit({ number: '9' })], null)
    expect(board.sections[0]?.floors[0]?.cells[0]?.number).toBe('9')
    expect(board.tray.map(({ number }) => number)).toEqual(['10'])
  })

  test('takes «1» and « 1 » for one section', () => {
    expect(sketch([unit({ number: '1' }), unit({ section: ' 1 ', position: 2, number: '2' })])).toEqual(['1 | 1 2'])
  })

  test('never names a client on a free unit', () => {
    const units = [unit({ clientName: 'Иванов' }), unit({ position: 2, status: 'sold', clientName: 'Петров' })]
    expect(layOut(units, null).sections[0]?.floors[0]?.cells.map((cell) => cell?.clientName)).toEqual([null, 'Петров'])
  })

  test('sums every status, the tray included, and lists those nobody has', () => {
    const units = [
      unit({}),
      unit({ section: null }),
      unit({ position: 2, status: 'sold', areaTotal: null, price: null }),
    ]
    expect(layOut(units, null).totals).toEqual([
      { status: 'free', count: 2, area: 8000, price: 1_000_000_000 },
      { status: 'booked', count: 0, area: 0, price: 0 },
      { status: 'sold', count: 1, area: 0, price: 0 },
      { status: 'not_for_sale', count: 0, area: 0, price: 0 },
      { status: 'pledged', count: 0, area: 0, price: 0 },
    ])
  })

  test('of a house without units is empty', () => {
    expect(layOut([], 25)).toMatchObject({ floors: [], sections: [], tray: [] })
  })
})

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 8 })
const anyUnits: fc.Arbitrary<PlacedUnit[]> = fc.uniqueArray(
  fc.record({
    ref: fc.uuid(),
    kind: fc.constantFrom(...unitKinds),
    section: orNull(fc.constantFrom('1', '2', '10', '01', 'А', ' 1', '')),
    floor: orNull(fc.oneof(fc.integer({ min: -2, max: 12 }), fc.integer())),
    position: orNull(fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1 }))),
    number: fc.constantFrom('1', '01', '2', '10', 'Нежил. №6'),
    rooms: orNull(fc.nat({ max: 5 })),
    areaTotal: orNull(fc.nat({ max: 20_000 })),
    price: orNull(fc.nat()),
    status: fc.constantFrom(...unitStatuses),
    clientName: orNull(fc.constant('Иванов')),
  }),
  { selector: ({ ref }) => ref, maxLength: 60 },
)
const anyTotal = orNull(fc.integer({ min: 1, max: 30 }))

describe('any chessboard', () => {
  test('holds every unit exactly once and is what the browser was promised', () => {
    fc.assert(
      fc.property(anyUnits, anyTotal, (units, floorsTotal) => {
        const board = layOut(units, floorsTotal)
        const building = { ref: 'r', name: 'Дом', project: 'Север', address: null }
        expect(Chessboard.parse({ building, ...board, asOf: '' })).toMatchObject(board)
        const placed = board.sections.flatMap((s) =>
          s.floors.flatMap(({ cells }) => cells.filter((cell) => cell !== null)),
        )
        const shown = [...placed, ...board.tray].map(({ ref }) => ref)
        expect(shown.toSorted()).toEqual(units.map(({ ref }) => ref).toSorted())
      }),
    )
  })

  test('does not depend on the order in which 1C named the units', () => {
    const shuffled = anyUnits.chain((units) =>
      fc.tuple(fc.constant(units), fc.shuffledSubarray(units, { minLength: units.length })),
    )
    fc.assert(
      fc.property(shuffled, anyTotal, ([units, others], floorsTotal) => {
        expect(layOut(others, floorsTotal)).toEqual(layOut(units, floorsTotal))
      }),
    )
  })

  test('puts each unit where its card says, on floors that go down without a gap', () => {
    fc.assert(
      fc.property(anyUnits, anyTotal, (units, floorsTotal) => {
        const byRef = new Map(units.map((unit) => [unit.ref, unit]))
        const { floors, sections } = layOut(units, floorsTotal)
        floors.slice(1).forEach((floor, index) => {
          const above = floors[index] ?? Number.NaN
          expect(above - floor === 1 || (above === 1 && floor === -1)).toBe(true)
        })
        for (const section of sections) {
          expect(section.floors.map(({ floor }) => floor)).toEqual(floors)
          expect(section.floors.some(({ cells }) => cells.at(-1) !== null)).toBe(true)
          for (const { floor, cells } of section.floors) {
            expect(cells).toHaveLength(section.width)
            cells.forEach((cell, index) => {
              const unit = cell && byRef.get(cell.ref)
              if (unit)
                expect([unit.section?.trim(), unit.floor, unit.position]).toEqual([section.name, floor, index + 1])
            })
          }
        }
      }),
    )
  })
})
