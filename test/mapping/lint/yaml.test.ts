import { expect, test } from 'vitest'
import { lint, told } from './infobase.ts'

const messages = (text: string) => lint(text).map((finding) => finding.text)

test.each([
  ['an open bracket', 'from: [', 'yaml', 'не закрыта скобка'],
  ['an open quote', 'from: "x\nto: y', 'yaml', 'Не хватает знака: кавычки'],
  ['a tab', 'from:\n\tset: x', 'yaml', 'Замените её пробелами'],
  ['a colon too many', 'from: a: b', 'yaml', 'Проверьте двоеточия'],
  ['an alias to nothing', 'from: *nobody', 'yaml', 'Напишите повторяемое прямо'],
  ['two documents', 'from: 1\n---\nto: 2', 'yaml', 'Уберите строку «---»'],
  ['a list for a key', '? [from]\n: 1', 'yaml', 'должно стоять слово'],
  ['a file of nothing', '', 'schema', 'Файл пуст'],
  ['Windows-1251', Buffer.from([0x74, 0x6f, 0x3a, 0x20, 0xca, 0xeb]).toString('utf8'), 'yaml', 'кодировку UTF-8'],
  ['UTF-16', Buffer.from('from: {}', 'utf16le').toString('utf8'), 'yaml', 'кодировку UTF-8'],
  ['a file of many pages', `# ${'x'.repeat(200_000)}`, 'too-big', 'не файл соответствий'],
  ['brackets without end', '['.repeat(60_000), 'too-big', 'Уберите лишние скобки'],
])('%s is told in Russian', (_what, text, code, words) => {
  const [first] = lint(text)
  expect(first?.code).toBe(code)
  expect(first?.text).toContain(words)
})

test('a word that stands twice is pointed at, with the line of the first', () => {
  const text = 'from: { set: A }\nto: manager\nfields:\n  ref: R\n  code: C\n  ref: Q\n'
  expect(told(text)).toEqual(['duplicate-key «ref»'])
  expect(messages(text)[0]).toContain('«ref» в этом разделе уже есть (строка 4)')
  expect(lint(text)[0]).toMatchObject({ line: 6, column: 3, endLine: 6, endColumn: 6 })
})

test('aliases that unfold to billions are refused at once', () => {
  const letters = [...'abcdefghij']
  const laughs = letters.map((name, n) => `${name}: &${name} [${Array(9).fill(n ? `*${letters[n - 1]}` : 'x')}]`)
  const before = process.threadCpuUsage()
  expect(lint(laughs.join('\n'))[0]?.code).toBe('yaml')
  expect(process.threadCpuUsage(before).user / 1000).toBeLessThan(500)
})

test('an honest alias is read', () => {
  const text = 'from: { set: &set A }\nto: manager\nfields: { ref: R, code: *set, name: N }\n'
  expect(lint(text)).toEqual([])
})
