import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { segments } from '../../../src/connectors/sms/segments.ts'
import { alertText, digestText } from '../../../src/flows/debts/alert-text.ts'

const debt = {
  clientName: 'Иванов Иван Иванович',
  dealNumber: '12-34/С',
  overdue: 135_000_000,
  dpd: 36,
  clientPhone: '+79990001122',
}

describe('an alert about one debtor', () => {
  test('says how much, how long, who, by what contract and where to call', () => {
    expect(alertText(debt)).toBe('Долг 1 350 000 ₽, 36 дн.: Иванов И. И., дог. 12-34/С, т. +79990001122')
  })

  test('shows kopecks only when there are some, and no phone when there is none', () => {
    expect(alertText({ ...debt, overdue: 100_005, clientPhone: null })).toBe(
      'Долг 1 000,05 ₽, 36 дн.: Иванов И. И., дог. 12-34/С',
    )
  })

  test.each([
    ['Петрова-Водкина Анна Ильинична', 'Петрова-Водкина А. И.'],
    ['ООО «Северный Квартал»', 'ООО «Северный Квартал»'],
    ['Группа Компаний Север', 'Группа Компаний Север'],
    ['Иванов  Иван\n', 'Иванов Иван'],
  ])('names «%s» as «%s»', (clientName, shown) => {
    expect(alertText({ ...debt, clientName })).toContain(`: ${shown}, дог.`)
  })

  test('cuts only a long name, in its middle', () => {
    const clientName = `Общество с ограниченной ответственностью «Специализированный застройщик ${'Северный '.repeat(9)}квартал»`
    const text = alertText({ ...debt, clientName })
    expect(text).toMatch(/^Долг 1 350 000 ₽, 36 дн\.: Общество .*….*квартал», дог\. 12-34\/С, т\. \+79990001122$/)
    expect(text).toHaveLength(134)
  })

  test('keeps the sum, the days and the phone even of an absurd contract number', () => {
    const text = alertText({ ...debt, dealNumber: `Д-${'9'.repeat(300)}` })
    expect(text).toMatch(/^Долг 1 350 000 ₽, 36 дн\.: дог\. Д-9+…9+, т\. \+79990001122$/)
    expect(segments(text)).toBe(2)
  })

  const anyText = fc.string({ unit: 'grapheme', maxLength: 300 })
  const anyDebt = fc.record({
    clientName: anyText,
    dealNumber: fc.oneof(fc.stringMatching(/^[-А-Я\d/]{1,40}$/), anyText),
    overdue: fc.integer({ min: 1, max: 1_000_000_000_000 }),
    dpd: fc.integer({ min: 1, max: 5000 }),
    clientPhone: fc.option(fc.constant('+79990001122')),
  })

  test('never takes more than two parts, never loses the sum, the days, the phone or a usual contract number', () => {
    fc.assert(
      fc.property(anyDebt, (any) => {
        const text = alertText(any)
        expect(segments(text)).toBeLessThanOrEqual(2)
        expect(text).toContain(`, ${any.dpd} дн.`)
        if (any.clientPhone) expect(text).toContain(any.clientPhone)
        if (/^[-А-Я\d/]{1,40}$/.test(any.dealNumber)) expect(text).toContain(`дог. ${any.dealNumber}`)
        expect(text.isWellFormed()).toBe(true)
      }),
    )
  })

  test('a digest too', () => {
    fc.assert(
      fc.property(fc.array(anyDebt, { minLength: 1, maxLength: 60 }), (debts) => {
        const text = digestText(debts)
        expect(segments(text)).toBeLessThanOrEqual(2)
        expect(text.startsWith(`Должников ${debts.length}, долг `)).toBe(true)
        expect(text.isWellFormed()).toBe(true)
      }),
    )
  })
})

test('a digest counts all debtors and names the largest', () => {
  const debts = [1, 2, 3, 4, 5, 6, 7].map((n) => ({
    ...debt,
    clientName: `Петров Пётр Ильич`,
    overdue: n * 100_000_00,
    dpd: n,
  }))
  expect(digestText(debts)).toBe(
    'Должников 7, долг 2 800 000 ₽: Петров П. И. 700 000 ₽ 7 дн.; Петров П. И. 600 000 ₽ 6 дн.; Петров П. И. 500 000 ₽ 5 дн.; ещё 4',
  )
  expect(digestText(debts.slice(0, 1))).toBe('Должников 1, долг 100 000 ₽: Петров П. И. 100 000 ₽ 1 дн.')
})
