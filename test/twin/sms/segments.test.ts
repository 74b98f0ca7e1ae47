import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countSegments } from '../../../src/twin/sms/segments.ts'

test.each([
  ['an empty text', '', 1],
  ['160 Latin letters', 'a'.repeat(160), 1],
  ['161 Latin letters', 'a'.repeat(161), 2],
  ['80 euro signs, two septets each', '€'.repeat(80), 1],
  ['81 euro signs', '€'.repeat(81), 2],
  ['70 Cyrillic letters', 'я'.repeat(70), 1],
  ['71 Cyrillic letters', 'я'.repeat(71), 2],
  ['134 Cyrillic letters', 'я'.repeat(134), 2],
  ['135 Cyrillic letters', 'я'.repeat(135), 3],
  ['Latin letters and one №', `${'a'.repeat(70)}№`, 2],
  ['emoji that would be split at the end of a part', `${'я'.repeat(66)}😀${'я'.repeat(66)}`, 3],
])('%s: segments are counted', (_, text, segments) => {
  expect(countSegments(text)).toBe(segments)
})

test('a longer text never takes fewer segments', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string(), (text, more) => {
      expect(countSegments(text + more)).toBeGreaterThanOrEqual(countSegments(text))
    }),
  )
})
