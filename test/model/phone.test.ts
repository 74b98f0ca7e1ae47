import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import { describe, expect, test } from 'vitest'
import { formatPhone, last10, likeSpellings, readPhone } from '../../src/model/phone.ts'
import { E164 } from '../../src/model/scalars.ts'

const rows = readFileSync(new URL('../fixtures/telephony/phones.csv', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .slice(1)

describe('reading a phone', () => {
  test.each(rows)('the sample row %s is read as it expects', (row) => {
    const [, input = '', e164 = '', ext = ''] =
      /^(?:"([^"]*)"|[^,]*),[^,]*,([^,]*),([^,]*)/.exec(row)?.map(String) ?? []
    const phone = readPhone(row.startsWith('"') ? input : (row.split(',')[0] ?? ''))
    expect(phone).toMatchObject({ e164: e164 || null, ext: ext || null })
  })

  test.each([
    ['8 (912) 345-67-89', '+79123456789'],
    ['9123456789', '+79123456789'],
    ['7 912 345 67 89', '+79123456789'],
    ['+8 912 345-67-89', '+79123456789'],
    ['+375 29 123-45-67', '+375291234567'],
    ['375291234567', '+375291234567'],
    ['8 10 375 29 123-45-67', '+375291234567'],
    ['00375291234567', '+375291234567'],
    ['+7 701 123 45 67', '+77011234567'],
    ['sip:+79990009911@10.0.0.1:5060;user=phone', '+79990009911'],
    ['sips:89990009911@pbx.invalid', '+79990009911'],
    ['"Иван" <sip:%2B79990009911@pbx.invalid>', '+79990009911'],
    ['tel:+7-999-000-99-11;phone-context=+7', '+79990009911'],
    ['моб. 8 999 000‑99‑11', '+79990009911'],
    ['8 999 000 99 11 (жена)', '+79990009911'],
    ['кв. 12, 8 999 000 99 11', '+79990009911'],
  ])('«%s» is %s', (text, e164) => {
    expect(readPhone(text)).toEqual({ e164, ext: null, raw: text, status: 'ok' })
  })

  test.each([
    ['+7 495 000-01-01 доб. 12', '12'],
    ['+7 495 000-01-01 (доб.12)', '12'],
    ['8 495 000 01 01 ext 7', '7'],
    ['8 495 000 01 01 ext. 7 секретарь', '7'],
    ['84950000101;ext=123', '123'],
    ['tel:+74950000101;ext=123', '123'],
    ['sip:+74950000101;ext=123@pbx.invalid', '123'],
    ['8 495 000 01 01 #44', '44'],
    ['8 495 000 01 01 x44', '44'],
    ['8 495 000 01 01, внут. 301', '301'],
  ])('the extension of «%s» is kept apart from the number', (text, ext) => {
    expect(readPhone(text)).toMatchObject({ e164: '+74950000101', ext, status: 'ok' })
  })

  test.each(['123', '1234', '50012', 'sip:1234@pbx.invalid', 'tel:1234'])('«%s» is an internal number', (text) => {
    expect(readPhone(text)).toEqual({ e164: null, ext: null, raw: text, status: 'internal' })
  })

  test.each([
    '',
    '  ',
    'anonymous',
    'Unknown',
    'RESTRICTED',
    'unavailable',
    '<не указано>',
    'Номер не определён',
    'sip:anonymous@anonymous.invalid',
    '"Anonymous" <sip:Anonymous@anonymous.invalid>',
    'tel:',
  ])('«%s» hides the caller', (text) => {
    expect(readPhone(text)).toEqual({ e164: null, ext: null, raw: text, status: 'hidden' })
  })

  test.each([
    '12',
    '123456',
    '+7 (800) 55-35-35',
    '+7 012 345-67-89',
    '8-800-FLOWERS',
    'нет',
    '8 999 000 11 22, 8 999 000 11 23',
  ])('«%s» is no dialable number', (text) => {
    expect(readPhone(text)).toEqual({ e164: null, ext: null, raw: text, status: 'invalid' })
  })

  test('any text gives an answer, and a number only in E.164', () => {
    const noise = fc.oneof(fc.string({ unit: 'grapheme' }), fc.stringMatching(/^[-+()\d; #xд.о=:@<>"]{0,40}$/))
    fc.assert(
      fc.property(noise, (text) => {
        const phone = readPhone(text)
        expect(phone.raw).toBe(text)
        expect(phone.status === 'ok').toBe(phone.e164 !== null)
        if (phone.e164) expect(E164.safeParse(phone.e164).success).toBe(true)
      }),
    )
  })

  test('all spellings of one Russian mobile number are the same number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_999_999 }),
        fc.constantFrom('8', '7', '+7', '', '+7 (', '8-', 'tel:+7'),
        (n, prefix) => {
          const rest = `999${String(n).padStart(7, '0')}`
          expect(readPhone(`${prefix}${rest}`).e164).toBe(`+7${rest}`)
        },
      ),
    )
  })
})

test('a Russian mobile number is what the library of numbering plans takes it for', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 999_999_999 }), fc.constantFrom('8', '7', '+7', '', '+8'), (n, prefix) => {
      const number = `9${String(n).padStart(9, '0')}`
      const known = parsePhoneNumberFromString(`+7${number}`)
      expect(readPhone(`${prefix}${number}`).e164).toBe(known?.isValid() ? known.number : null)
    }),
    { numRuns: 2000 },
  )
})

test('a Russian number is shown in the usual groups, a foreign one in its own', () => {
  expect(formatPhone('+79990001122')).toBe('+7 999 000-11-22')
  expect(formatPhone('+375291234567')).toBe('+375 29 123 45 67')
  expect(formatPhone('+999')).toBe('+999')
})

test('the last ten digits find a number in any spelling', () => {
  expect(last10('+79990001122')).toBe('9990001122')
  expect(last10('+3725012345')).toBe('3725012345')
})

test('a template of like finds a number however it is spelled', () => {
  expect(likeSpellings('+79990001122')).toBe('%9%9%9%0%0%0%1%1%2%2')
})
