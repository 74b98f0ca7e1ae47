import fc from 'fast-check'
import { expect, test } from 'vitest'
import { datetime, entityPath, guid, number, render, text } from '../../../src/connectors/onec/literals.ts'
import { BadInputError, MappingError } from '../../../src/errors.ts'

const ref = '68C21AEA-cd73-11e6-aede-5404a6b4b8ed'

/** Reads a condition as 1C does: quoted pieces and what is between them. */
function tokens(condition: string): { quoted: string[]; rest: string } {
  const quoted: string[] = []
  const rest = condition.replace(/'((?:[^']|'')*)'/g, (_, inside: string) => {
    quoted.push(inside.replaceAll("''", "'"))
    return '?'
  })
  return { quoted, rest }
}

test('references, dates, texts and numbers are written the way 1C reads them', () => {
  expect(guid(ref)).toBe("guid'68c21aea-cd73-11e6-aede-5404a6b4b8ed'")
  expect(datetime('2026-11-24T09:30:00')).toBe("datetime'2026-11-24T09:30:00'")
  expect(text("О'Генри")).toBe("'О''Генри'")
  expect([number(0.1), number(1e21), number(1.2e-7), number('12345678901234567890.12'), number(-5n)]).toEqual([
    '0.1',
    '1000000000000000000000',
    '0.00000012',
    '12345678901234567890.12',
    '-5',
  ])
})

test('what is no reference, date or number is refused', () => {
  const attempts = [
    () => guid("x') or ('1' eq '1"),
    () => datetime('2026-02-30T00:00:00'),
    () => datetime('2026-11-24'),
    () => number('1 or 1'),
    () => number(Number.NaN),
  ]
  for (const attempt of attempts) expect(attempt).toThrow(BadInputError)
})

test('an object is named by its reference or by all parts of its key', () => {
  expect(entityPath('Catalog_Дома', ref)).toBe(`Catalog_Дома(guid'${ref.toLowerCase()}')`)
  expect(entityPath('InformationRegister_Цены', { Period: datetime('2026-11-24T00:00:00'), Вид: text('a') })).toBe(
    "InformationRegister_Цены(Period=datetime'2026-11-24T00:00:00', Вид='a')",
  )
})

test('parameters of a condition become literals', () => {
  expect(
    render("ВнешнийКод eq {key} and Owner_Key eq guid{ref} and not (Этаж gt {floor}) and Комментарий ne '{}'", {
      key: "звонок'1",
      ref,
      floor: 3,
    }),
  ).toBe(`ВнешнийКод eq 'звонок''1' and Owner_Key eq guid'${ref}' and not (Этаж gt 3) and Комментарий ne '{}'`)
})

test('no value can become a part of the condition', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom("'", "''", "' or '", '{b}', '$&', '\\'))),
      (pieces) => {
        const value = `x${pieces.join('')}`
        const { quoted, rest } = tokens(render("A eq {a} and B eq 'it''s' and C eq {a}", { a: value, b: 'B' }))
        expect(rest).toBe('A eq ? and B eq ? and C eq ?')
        expect(quoted).toEqual([value, "it's", value].map((one) => tokens(text(one)).quoted[0]))
      },
    ),
  )
})

test('a quoted text gives itself back unless it holds what XML cannot carry', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
      const clean = value.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      expect(tokens(text(value))).toEqual({ quoted: [clean], rest: '?' })
    }),
  )
})

test('a template with quotes around a place, an open quote or an unknown place is a mistake of the mapping', () => {
  for (const template of ["A eq '{key}'", "A eq 'x", 'A eq {other}', 'A eq {constructor}'])
    expect(() => render(template, { key: 'x' })).toThrow(MappingError)
})

test('a search for nothing is refused, for it would find everything', () => {
  for (const key of ['', '  ', '\u0001', null])
    expect(() => render('endswith(A, {key})', { key })).toThrow(BadInputError)
})
