import { expect, test } from 'vitest'
import { lintMapping } from '../../../src/mapping/lint.ts'
import { lint, told } from './infobase.ts'

const manager = (fields: string, from = 'set: A') => `from: { ${from} }\nto: manager\nfields: { ref: R${fields} }\n`

test.each([
  [
    'a word out of a list',
    manager('', 'set: A, read: plam'),
    'read: бывает plan, versions, window, full, а не «plam»; может быть, «plan»?',
    'plam',
  ],
  ['an unknown entity', 'from: { set: A }\nto: managr\nfields: {}\n', 'может быть, «manager»?', 'managr'],
  ['a list for a text', manager(', code: { path: [] }'), 'path: нужен текст, а здесь список.', '[]'],
  ['a number for a text', `${manager('')}lookup: { key: 5 }\n`, 'Возьмите его в кавычки.', '5'],
  ['a text for a yes or no', manager(', code: { path: C, required: maybe }'), 'нужно да/нет (true, false)', 'maybe'],
  ['nothing', manager(', code: { path: "" }'), 'path: пусто. Впишите значение или уберите слово.', '""'],
  ['a list of nothing', manager(', code: { path: C, orElse: [] }'), 'orElse: пусто.', '[]'],
  ['a field that is a list', manager(', code: [a]'), 'бывает текст или раздел', '[a]'],
  ['a field without a value', manager(', code: null'), 'а здесь пусто', 'null'],
  ['a default that is a list', manager(', code: { path: C, default: [1] }'), 'бывает текст, число или да/нет', '[1]'],
  ['a service elsewhere', manager('', 'http: https://a.invalid/x'), 'начинается с /hs/', 'https://a.invalid/x'],
  ['two sources', manager('', 'set: A, http: /hs/a'), 'нужно одно из трёх: set, http или soap', 'from'],
  ['a service without its operation', manager('', 'soap: A'), 'soap и operation указывают вместе', 'from'],
  ['a way of reading services lack', manager('', 'http: /hs/a, read: plan'), 'бывает только full', 'from'],
])('%s is told in Russian, at its place', (_what, text, words, place) => {
  const [first] = lint(text)
  expect(first?.code).toBe('schema')
  expect(first?.text).toContain(words)
  expect(told(text)[0]).toBe(`schema «${place}»`)
})

test('what is missing is named with an example', () => {
  const texts = lint('to: manager').map(({ text }) => text)
  expect(texts).toContain(
    'Не хватает слова «from»: откуда брать записи, например from: { set: Catalog_… }. Допишите его.',
  )
  expect(texts.filter((text) => text.startsWith('Не хватает слова'))).toHaveLength(2)
})

test.each([
  ['in the file', `${manager('')}feilds: {}\n`, 'feilds', '«fields»'],
  ['in a section', manager('', 'set: A, fliter: x'), 'fliter', '«filter»'],
  ['in a field', manager(', code: { pth: C }'), 'pth', '«path»'],
  [
    'in a column',
    'from: { set: A }\nto: deal\nfields: { schedule: { rows: G, fields: { line: { wen: x } } } }',
    'wen',
    '«when»',
  ],
])('an unknown word %s is pointed at with a guess', (_where, text, word, hint) => {
  const found = lint(text).find(({ code }) => code === 'unknown-word')
  expect(told(text)).toContain(`unknown-word «${word}»`)
  expect(found?.text).toContain(hint)
})

test('one wrong field does not hide what is wrong with the others', () => {
  const text = manager(', code: { path: [] }, nmae: Description, phone: { path: a b }')
  expect(told(text)).toEqual(['schema «[]»', 'unknown-field «nmae»', 'path «a b»'])
  const { spec, draft } = lintMapping('x.yaml', text)
  expect(spec).toBeNull()
  expect(Object.keys(draft?.fields ?? {})).toEqual(['ref', 'nmae', 'phone'])
})

test('no text of a finding is in English', () => {
  const broken = [
    'from: 5\nto: 6\nfields: 7',
    manager(', code: {path: 1, as: x, values: [], default: {}, write: 2}'),
    '- a',
    'x',
  ]
  for (const text of broken)
    for (const finding of lint(text)) {
      expect(finding.text).toMatch(/[а-яё]/)
      expect(finding.text).not.toMatch(/Invalid|expected|received|required|Too small|Unrecognized/)
    }
})
