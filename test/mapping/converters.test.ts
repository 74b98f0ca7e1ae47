import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Converter, converters } from '../../src/mapping/converters.ts'

const context = { timezone: 'Europe/Moscow' }
const read = (name: keyof typeof converters, value: string | number | boolean | null) =>
  (converters[name] as Converter).read(value, context)
const write = (name: keyof typeof converters, value: unknown) => (converters[name] as Converter).write?.(value, context)

describe('money', () => {
  test.each([
    ['7850000', 785_000_000],
    ['7850000.5', 785_000_050],
    ['0.01', 1],
    [457_916.74, 45_791_674],
    ['-875000', -87_500_000],
    ['0.005', 1],
    [0, 0],
    ['', null],
    [null, null],
  ])('%s roubles are %s kopecks', (roubles, kopecks) => {
    expect(read('money', roubles)).toBe(kopecks)
  })

  test('survives the way to 1C and back to the kopeck', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (kopecks) => {
        expect(read('money', write('money', kopecks) ?? null)).toBe(kopecks)
      }),
    )
  })

  test('refuses what is no number, saying what it met', () => {
    expect(() => read('money', 'сто рублей')).toThrow('«сто рублей» не число')
    expect(() => read('money', '1e20')).toThrow('не число')
  })

  test('a price of zero is no price', () => {
    expect(read('moneyOrEmpty', '0')).toBeNull()
  })
})

describe('dates', () => {
  test('a wall clock of the infobase becomes an instant in UTC', () => {
    expect(read('instant', '2026-11-24T14:05:00')).toBe('2026-11-24T11:05:00.000Z')
  })

  test("1C's empty date is nothing", () => {
    expect(read('instant', '0001-01-01T00:00:00')).toBeNull()
    expect(read('date', '0001-01-01T00:00:00')).toBeNull()
  })

  test('an instant survives the way to 1C and back to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const instant = new Date(seconds * 1000).toISOString()
        // The hour that a zone repeats in autumn has two instants; Moscow had its last one in 2014.
        fc.pre(seconds > 1_420_000_000)
        expect(read('instant', write('instant', instant) ?? null)).toBe(instant)
      }),
    )
  })
})

test('the zero reference is nothing, whatever its case', () => {
  expect(read('ref', '00000000-0000-0000-0000-000000000000')).toBeNull()
  expect(read('ref', '68C21AEA-CD73-11E6-AEDE-5404A6B4B8ED')).toBe('68c21aea-cd73-11e6-aede-5404a6b4b8ed')
})

test('padded strings lose their padding, Atom and JSON read alike', () => {
  expect(read('text', 'шт   ')).toBe('шт')
  expect(read('int', '12')).toBe(read('int', 12))
  expect(read('bool', 'true')).toBe(read('bool', true))
})

test('a phone keeps its text and goes back as digits', () => {
  expect(read('phone', '8 (999) 000-11-22')).toEqual({ e164: '+79990001122', ext: null, raw: '8 (999) 000-11-22' })
  expect(write('phone', { e164: '+79990001122', ext: null, raw: '' })).toBe('79990001122')
  expect(write('phoneText', { e164: '+79990001122', ext: null, raw: '' })).toBe('+7 999 000-11-22')
})
