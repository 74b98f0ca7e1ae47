import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePath, printPath, rowsAt, scalarAt } from '../../src/mapping/path.ts'

const name = fc.stringMatching(/^[А-Яа-яA-Za-z_][А-Яа-яA-Za-z0-9_]{0,20}$/)

test('a path printed is read back the same', () => {
  const path = fc.oneof(
    fc.record({ section: fc.constant(null), where: fc.constant(null), name }),
    fc.record({
      section: name,
      where: fc.option(fc.record({ name, value: fc.string({ maxLength: 20 }).filter((text) => !/[\n\r]/.test(text)) })),
      name: fc.oneof(name, fc.constant('')),
    }),
  )
  fc.assert(fc.property(path, (given) => void expect(parsePath(printPath(given))).toEqual(given)))
})

test('garbage is no path and never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const path = parsePath(text)
      if (path) expect(printPath(path)).toBe(text)
    }),
  )
  for (const text of ['', 'A.B', 'A[', "A[B='x]", '1A', 'A B', 'constructor()']) expect(parsePath(text)).toBeNull()
})

test('rows are chosen by the value of a column', () => {
  const record = {
    К: [
      { Тип: 'Телефон', Номер: '1' },
      { Тип: 'Адрес', Номер: '2' },
    ],
  }
  const path = parsePath("К[Тип='Телефон'].Номер")
  expect(path && rowsAt(record, path)).toEqual([{ Тип: 'Телефон', Номер: '1' }])
  expect(path && rowsAt({}, path)).toEqual([])
  expect(scalarAt(record, 'К')).toBeNull()
})
