import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeAt } from '../../../src/web/client/pages/mappings/cursor-place.ts'

/** `|` marks the cursor. */
function at(marked: string) {
  const { path, key, typed, inFlow, isQuoted } = placeAt(marked.replace('|', ''), marked.indexOf('|'))
  return { path: path.join('.'), key, typed, inFlow, isQuoted }
}

const plain = { inFlow: false, isQuoted: false }

describe('the place of the cursor in a mapping file', () => {
  it('is known on a line where nothing stands yet, by its indentation', () => {
    const text = 'to: client\nfields:\n  kind:\n    path: Вид\n'
    expect(at(`${text}    |`)).toEqual({ path: 'fields.kind', key: null, typed: '', ...plain })
    expect(at(`${text}  |`)).toEqual({ path: 'fields', key: null, typed: '', ...plain })
    expect(at(`${text}|`)).toEqual({ path: '', key: null, typed: '', ...plain })
  })

  it('tells a word being written from a value being written', () => {
    expect(at('fields:\n  na|')).toEqual({ path: 'fields', key: null, typed: 'na', ...plain })
    expect(at('fields:\n  name: Descr|')).toEqual({ path: 'fields', key: 'name', typed: 'Descr', ...plain })
    expect(at('fields:\n  name: "Descr|')).toEqual({
      path: 'fields',
      key: 'name',
      typed: 'Descr',
      ...plain,
      isQuoted: true,
    })
  })

  it('is known inside braces, of one line and of several', () => {
    expect(at('from: { set: Cat|')).toEqual({ path: 'from', key: 'set', typed: 'Cat', inFlow: true, isQuoted: false })
    expect(at('fields:\n  kind: { path: Вид, values: { Да: yes, |')).toMatchObject({
      path: 'fields.kind.values',
      key: null,
    })
    expect(at('fields:\n  kind: {\n    path: Вид,\n    as|')).toMatchObject({
      path: 'fields.kind',
      key: null,
      typed: 'as',
    })
    expect(at('fields:\n  n: { orElse: [Code, Num|')).toMatchObject({ path: 'fields.n', key: 'orElse', typed: 'Num' })
    expect(at('fields:\n  n: { path: A }\n  m|')).toMatchObject({ path: 'fields', key: null, typed: 'm' })
  })

  it('does not take brackets of a path, comments and quotes for structure', () => {
    expect(at("fields:\n  phones:\n    path: Контакты[Тип='Телефон'].Но|")).toMatchObject({
      path: 'fields.phones',
      key: 'path',
      typed: "Контакты[Тип='Телефон'].Но",
      inFlow: false,
    })
    expect(at('fields: # { не скобка\n  na|')).toMatchObject({ path: 'fields', key: null, typed: 'na' })
    expect(at('fields:\n  # a: {\n  na|')).toMatchObject({ path: 'fields', key: null, typed: 'na' })
    expect(at("from: { filter: 'a, b: {', set: |")).toMatchObject({ path: 'from', key: 'set', typed: '' })
  })

  it('is found in any text, and what it calls typed stands right before the cursor', () => {
    const letters = fc.constantFrom('a', 'я', ' ', '  ', ':', ': ', '{', '}', '[', ']', ',', '"', "'", '#', '\n', '.')
    fc.assert(
      fc.property(fc.array(letters, { maxLength: 60 }), fc.nat(), (pieces, cut) => {
        const text = pieces.join('')
        const offset = text === '' ? 0 : cut % (text.length + 1)
        const { typed, from } = placeAt(text, offset)
        expect(text.slice(from, offset)).toBe(typed)
      }),
    )
  })
})
