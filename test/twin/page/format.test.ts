import { describe, expect, test } from 'vitest'

/** The page's scripts are plain JavaScript for the browser; a computed path keeps the type checker out of them. */
const format = await import(new URL('../../../src/twin/page/static/format.js', import.meta.url).pathname)

/** Intl groups digits with spaces that do not break. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ')

describe('the page writes', () => {
  test.each([
    [7850000, '7 850 000 ₽'],
    [457916.74, '457 916,74 ₽'],
    [null, '—'],
  ])('%s roubles as %s', (sum, text) => {
    expect(plain(format.roubles(sum))).toBe(text)
  })

  test.each([
    ['79990001122', '+7 999 000-11-22'],
    ['8 (999) 000-11-22', '+7 999 000-11-22'],
    ['anonymous', 'anonymous'],
    ['', '—'],
  ])('the phone «%s» as %s', (given, text) => {
    expect(format.phone(given)).toBe(text)
  })

  test.each([
    ['2026-11-23T14:05:00', '23.11.2026 14:05', '23.11 14:05'],
    ['0001-01-01T00:00:00', '—', '—'],
  ])('the moment %s of 1C as %s', (given, whole, recent) => {
    expect(format.onecMoment(given)).toBe(whole)
    expect(format.onecRecent(given)).toBe(recent)
  })

  test.each([
    ['Смирнова Арина Валерьевна', 'Смирнова А. В.'],
    ['Римский-Корсаков Иван', 'Римский-Корсаков И.'],
    ['Клиент +7 999 000-11-22', 'Клиент +7 999 000-11-22'],
    ['ООО «Ромашка»', 'ООО «Ромашка»'],
  ])('the person %s as %s', (given, text) => {
    expect(format.shortName(given)).toBe(text)
  })

  test('a document by its number and day', () => {
    expect(format.documentText('Договор продажи 00000000123 от 05.02.2026 9:07:00')).toBe('№ 123 от 05.02.2026')
  })

  test('rows counted in Russian', () => {
    expect([1, 3, 11, 43].map((amount) => format.plural(amount, 'строка', 'строки', 'строк'))).toEqual([
      '1 строка',
      '3 строки',
      '11 строк',
      '43 строки',
    ])
  })
})
