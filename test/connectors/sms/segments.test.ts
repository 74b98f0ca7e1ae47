import fc from 'fast-check'
import { expect, test } from 'vitest'
import { segments } from '../../../src/connectors/sms/segments.ts'

test.each([
  ['an empty text', '', 0],
  ['160 Latin letters', 'a'.repeat(160), 1],
  ['161 Latin letters', 'a'.repeat(161), 2],
  ['two full Latin parts', 'a'.repeat(306), 2],
  ['one more', 'a'.repeat(307), 3],
  ['80 euro signs', '€'.repeat(80), 1],
  ['81 euro signs', '€'.repeat(81), 2],
  ['a euro sign that would be split between parts', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 3],
  ['70 Cyrillic letters', 'я'.repeat(70), 1],
  ['71 Cyrillic letters', 'я'.repeat(71), 2],
  ['two full Cyrillic parts', 'я'.repeat(134), 2],
  ['one more', 'я'.repeat(135), 3],
  ['a Latin text with one rouble sign', `${'a'.repeat(70)}₽`, 2],
  ['35 emoji', '🏠'.repeat(35), 1],
  ['36 emoji', '🏠'.repeat(36), 2],
  ['an emoji that would be split between parts', `${'я'.repeat(66)}🏠${'я'.repeat(66)}`, 3],
])('%s: the parts are counted', (_, text, count) => {
  expect(segments(text)).toBe(count)
})

test('a longer text never takes fewer parts', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), fc.string({ unit: 'grapheme' }), (text, more) => {
      expect(segments(text + more)).toBeGreaterThanOrEqual(segments(text))
    }),
  )
})
