import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkCaseFile, checkCases } from '../../src/mapping/cases.ts'
import { compileMappings, type Mapping } from '../../src/mapping/index.ts'
import { readCaseFiles, readMappings } from '../../src/mappings.ts'

const folder = join(import.meta.dirname, '../../mappings')
const mappings = readMappings(folder, 'Europe/Moscow')
const files = readCaseFiles(folder)

test.each(files.map((file) => [file.name, file]))('every case of %s holds', (_name, file) => {
  expect(checkCases([file], mappings)).toEqual([])
})

test('the files that decide about people and money have cases', () => {
  const named = files.map(({ name }) => name.replace('.cases.yaml', ''))
  expect(named).toEqual(expect.arrayContaining(['booking', 'client', 'deal', 'interaction', 'payment', 'unit']))
})

const yaml = `from: { set: Catalog_Товары, only: { IsFolder: false } }
to: campaign
fields:
  ref: Ref_Key
  code: Code
  name: { path: Description, required: true }
  platformRef: Площадка_Key
  trackingNumber: { path: Телефон, write: always }
`
const [goods] = compileMappings([{ name: 'campaign.yaml', text: yaml }], { timezone: 'Europe/Moscow' }).all
const ref = '6b1f8c2e-0c54-4d8e-9d0b-1f6a4c1a0001'
const check = (text: string, mapping: Mapping | null = goods ?? null) =>
  checkCaseFile('campaign.cases.yaml', text, mapping).findings
const inRecord = `in: { Ref_Key: ${ref}, Площадка_Key: ${ref}, Code: "1", Description: Осень, IsFolder: false, Телефон: "79990001122" }`

describe('a case that does not hold is told at the very value', () => {
  test('a field that differs, with both values', () => {
    const [finding, ...more] = check(`- name: осень\n  ${inRecord}\n  out:\n    code: "1"\n    name: Зима\n`)
    expect(more).toEqual([])
    expect(finding).toMatchObject({ file: 'campaign.cases.yaml', line: 5, column: 11, level: 'error', code: 'case' })
    expect(finding?.text).toBe('Пример «осень»: Название (name): ожидалось «Зима», получилось «Осень».')
  })

  test('a phone without quotes is a number, and the remedy says so', () => {
    const [finding] = check(`- name: телефон\n  ${inRecord}\n  out: { trackingNumber: +79990001122 }\n`)
    expect(finding?.text).toMatch(
      /ожидалось 79990001122, получилось «\+79990001122»\. Если это текст, возьмите его в кавычки/,
    )
  })

  test('a field the model does not have, with a guess', () => {
    const [finding] = check(`- name: опечатка\n  ${inRecord}\n  out: { nmae: Осень }\n`)
    expect(finding?.text).toContain('поля «nmae» в модели нет; может быть, «name»?')
  })

  test('a record that is not ours, and one that unexpectedly is', () => {
    const folder = `in: { Ref_Key: ${ref}, Площадка_Key: ${ref}, Code: "1", Description: Папка, IsFolder: true }`
    expect(check(`- name: папка\n  ${folder}\n  out: null\n`)).toEqual([])
    expect(check(`- name: папка\n  ${folder}\n  out: { code: "1" }\n`)[0]?.text).toContain('не относится к этому файлу')
    expect(check(`- name: не папка\n  ${inRecord}\n  out: null\n`)[0]?.text).toContain('а она прочитана')
  })

  test('an error that was expected, another one, and none', () => {
    const nameless = `in: { Ref_Key: ${ref}, Площадка_Key: ${ref}, Code: "1", Description: "", IsFolder: false }`
    expect(check(`- name: без имени\n  ${nameless}\n  out: { error: не заполнено }\n`)).toEqual([])
    expect(check(`- name: без имени\n  ${nameless}\n  out: { error: не дата }\n`)[0]?.text).toContain('а получилась')
    expect(check(`- name: без имени\n  ${nameless}\n  out: { code: "1" }\n`)[0]?.text).toContain('запись не читается')
    expect(check(`- name: с именем\n  ${inRecord}\n  out: { error: не заполнено }\n`)[0]?.text).toContain('прочитана')
  })

  test('what would be written to 1C: too little, too much, otherwise', () => {
    const write = 'write: { trackingNumber: "+79990001122", name: Осень }'
    expect(check(`- name: запись\n  ${write}\n  body: { Телефон: "79990001122" }\n`)).toEqual([])
    expect(check(`- name: запись\n  ${write}\n  body: { Телефон: "1" }\n`)[0]?.text).toContain('ожидалось «1»')
    expect(check(`- name: запись\n  ${write}\n  body: { Телефон: "79990001122", Code: "1" }\n`)[0]?.text).toContain(
      '«Code» в 1С не пишется',
    )
    expect(check(`- name: запись\n  ${write}\n  body: {}\n`)[0]?.text).toContain('пишется ещё и «Телефон»')
    const createOnly = check(
      `- name: запись\n  ${write}\n  body: { Телефон: "79990001122" }\n  createOnly: [Телефон]\n`,
    )
    expect(createOnly[0]?.text).toContain('только новому объекту')
  })
})

describe('a file of cases that cannot be read', () => {
  test.each([
    ['no YAML', '- name: [', 'yaml'],
    ['no list', 'name: осень', 'schema'],
    ['a mistyped word', `- name: осень\n  ${inRecord}\n  uot: {}\n`, 'unknown-word'],
    ['half a case', `- name: осень\n  ${inRecord}\n`, 'schema'],
  ])('%s is a finding in Russian', (_what, text, code) => {
    const findings = check(text)
    expect(findings.map((finding) => finding.code)).toContain(code)
    for (const finding of findings) expect(finding.text).toMatch(/[а-яё]/)
  })

  test('an empty file has nothing to say, a file without its mapping says so as a warning', () => {
    expect(check('')).toEqual([])
    expect(check(`- name: осень\n  ${inRecord}\n  out: {}\n`, null)).toMatchObject([{ level: 'warning', code: 'case' }])
  })

  test('no text whatever makes it throw', () => {
    const word = fc.constantFrom(
      '- ',
      'name',
      'in',
      'out',
      'write',
      'body',
      ': ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      'null',
      '&a',
      '*a',
      '"',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 6 })), { maxLength: 40 }), (words) => {
        check(words.join(''))
      }),
    )
  })
})
