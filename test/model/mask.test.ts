import { expect, test } from 'vitest'
import { masked, maskPhones } from '../../src/model/mask.ts'

test.each([
  ['+79990001122', '+7999***1122'],
  ['Звонок с +7 999 000-11-22 на +74950000101', 'Звонок с +7999***1122 на +7495***0101'],
  ['8 (999) 000-11-22', '8999***1122'],
  ['79990001122', '7999***1122'],
])('a phone in «%s» is masked', (text, expected) => {
  expect(maskPhones(text)).toBe(expected)
})

test.each([
  '5f0c0a52-0000-4000-8000-000000000001',
  '2026-11-24T11:05:00.000Z',
  'AAAAAAAAAAM=',
  '7 850 000 ₽',
  'кв. 147',
])('«%s» is no phone', (text) => {
  expect(maskPhones(text)).toBe(text)
})

test('secrets, names and addresses do not get out of nested facts', () => {
  const facts = { token: 'abc', who: { name: 'Иванов Иван', email: 'a.b@post.invalid' }, list: ['+79990001122'], n: 5 }
  expect(masked(facts)).toEqual({
    token: '***',
    who: { name: 'И. И.', email: '***@***' },
    list: ['+7999***1122'],
    n: 5,
  })
})

test.each([
  ['a word without end', 'a'.repeat(250_000)],
  ['an address without end', `a@${'a.'.repeat(125_000)}`],
  ['digits without end', '1'.repeat(250_000)],
])('%s costs no more than its length: whoever sends it must not stop the hub', (_what, text) => {
  const started = performance.now()
  masked(text)
  expect(performance.now() - started).toBeLessThan(1000)
})
