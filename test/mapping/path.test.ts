import fc from 'fast-check'
import { expect, test } from 'vitest'
import { objectAt, type Path, parsePath, printPath, rowsAt, scalarAt } from '../../src/mapping/path.ts'

const name = fc.stringMatching(/^[А-Яа-яA-Za-z_][А-Яа-яA-Za-z0-9_]{0,20}$/)
const value = fc.string({ maxLength: 20 }).filter((text) => !/[\n\r]/.test(text))
const where = fc.option(fc.record({ name, values: fc.array(value, { minLength: 1, maxLength: 4 }) }))

test('a path printed is read back the same', () => {
  const none = fc.constant([])
  const path: fc.Arbitrary<Path> = fc.oneof(
    fc.record({
      through: fc.array(name, { maxLength: 3 }),
      section: fc.constant(null),
      where: fc.constant(null),
      inside: none,
      name,
    }),
    fc.record({ through: none, section: name, where, inside: fc.array(name, { maxLength: 1 }), name }),
    fc.record({
      through: fc.array(name, { maxLength: 3 }),
      section: name,
      where,
      inside: none,
      name: fc.oneof(name, fc.constant('')),
    }),
  )
  fc.assert(fc.property(path, (given) => void expect(parsePath(printPath(given))).toEqual(given)))
})

test('garbage is no path and never throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const path = parsePath(text)
      if (path) expect(printPath(path)).toBe(text.replaceAll("', '", "','"))
    }),
  )
  for (const text of ['', 'A.', '.A', 'A..B', 'A[', "A[B='x]", '1A', 'A B', 'constructor()'])
    expect(parsePath(text)).toBeNull()
})

test('more references than 1C expands are no path, nor are those of rows of another object', () => {
  expect(parsePath('A.B.C.D')).not.toBeNull()
  for (const text of ['A.B.C.D.E', 'A[].B.C.D', 'A.B[].C.D']) expect(parsePath(text)).toBeNull()
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

test('or by several values of it', () => {
  const rows = ['Телефон', 'Факс', 'Адрес'].map((kind) => ({ Тип: kind }))
  const path = parsePath("К[Тип='Телефон', 'Факс'].Номер")
  expect(path?.where).toEqual({ name: 'Тип', values: ['Телефон', 'Факс'] })
  expect(path && rowsAt({ К: rows }, path)).toEqual(rows.slice(0, 2))
  for (const text of ["К[Тип='Телефон',].Номер", "К[Тип='Телефон''Факс'].Номер", "К[Тип=,'Факс'].Номер"])
    expect(parsePath(text)?.where?.values.length ?? 0).toBeLessThan(2)
})

test('a reference leads to its object, an empty one or a section nowhere', () => {
  const record = { Дом: { Code: '1', ЖК: { Description: 'Заречный' } }, Пусто: null, Ряды: [{ Code: '1' }] }
  expect(objectAt(record, ['Дом', 'ЖК'])).toEqual({ Description: 'Заречный' })
  for (const way of [['Пусто'], ['Ряды'], ['Дом', 'Code'], ['constructor']]) expect(objectAt(record, way)).toBeNull()
  expect(scalarAt(record, 'Дом')).toBeNull()
})
