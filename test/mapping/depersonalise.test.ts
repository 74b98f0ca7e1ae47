import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { appendix } from '../../src/mapping/append-case.ts'
import { type Case, checkCaseFile } from '../../src/mapping/cases.ts'
import { depersonalise } from '../../src/mapping/depersonalise.ts'
import type { Mapping } from '../../src/mapping/index.ts'
import { pseudonyms } from '../../src/mapping/pseudonym.ts'
import { readMappings } from '../../src/mappings.ts'
import type { RawRecord } from '../../src/model/raw.ts'

const mapping = readMappings(join(import.meta.dirname, '../../mappings'), 'Europe/Moscow').of('client') as Mapping
const hide = (record: RawRecord, secret = 'key') => depersonalise(record, { mapping, secret })

const surnames = 'Иванова Петрова Белинская Шевченко Ким Кузнецова Соловьёва Ильина Гончар Ли'.split(' ')
const given = 'Анна Мария Ольга Жанна Елена'.split(' ')
const patronymics = 'Петровна Сергеевна Ильинична Васильевна'.split(' ')
/** Invented phones all begin with 7999: a number that has this in it could be met there by chance. */
const digits = (min: number, max: number) => fc.integer({ min, max }).filter((n) => !String(n).includes('999'))
const person = fc.record({
  last: fc.constantFrom(...surnames),
  first: fc.constantFrom(...given),
  middle: fc.constantFrom(...patronymics),
  phone: digits(100_000_000, 999_999_999).map((n) => `9${n}`),
  mail: fc.integer({ min: 1000, max: 9999 }).map((n) => `anketa${n}`),
  passport: digits(100_000, 999_999).map((n) => `4510 ${n}`),
  tax: fc.integer({ min: 1_000_000_000, max: 9_999_999_999 }).map((n) => `77${n}`),
  ref: fc.uuid(),
})
type Person = typeof person extends fc.Arbitrary<infer P> ? P : never

/** Every place where the data of a person may lie, the unexpected ones too. */
const recordOf = (p: Person): RawRecord => ({
  Ref_Key: p.ref,
  DataVersion: 'AAAAAAAAAAE=',
  'Родитель@navigationLinkUrl': `Catalog_Контрагенты(guid'${p.ref}')/Parent`,
  IsFolder: false,
  Code: '000000417',
  Description: `${p.last} ${p.first} ${p.middle}`,
  ВидКонтрагента: 'ФизическоеЛицо',
  Фамилия: p.last,
  Имя: p.first,
  Отчество: p.middle,
  ДатаРождения: '1985-02-01T00:00:00',
  ИНН: p.tax,
  ИННЧислом: Number(p.tax),
  Паспорт: p.passport,
  ПаспортНомер: Number(p.passport.slice(5)),
  СтадияКлиента: 'Действующий',
  ВнешнийКод: `hub:+7${p.phone}`,
  Комментарий: `Звонила ${p.last.toLowerCase()}, муж ${p.last} просил на 8 (${p.phone.slice(0, 3)}) ${p.phone.slice(3, 6)}-${p.phone.slice(6)} или ${p.mail}@mail.ru; паспорт ${p.passport}`,
  ДополнительныеСведения: `{"ФИО":"${p.last}","тел":"${p.phone}"}`,
  Ссылка: `https://disk.example/${p.last}/${p.phone}.pdf`,
  КонтактнаяИнформация: [
    {
      LineNumber: '1',
      Тип: 'Телефон',
      НомерТелефона: `7${p.phone}`,
      Представление: `+7 ${p.phone.slice(0, 3)} ${p.phone.slice(3)} (${p.first})`,
      ЗначенияПолей: `<КонтактнаяИнформация Представление="${p.phone}"><ФИО>${p.last}</ФИО></КонтактнаяИнформация>`,
    },
    {
      LineNumber: '2',
      Тип: 'АдресЭлектроннойПочты',
      АдресЭП: `${p.mail}@mail.ru`,
      Представление: `${p.mail}@mail.ru ${p.last}`,
    },
    { LineNumber: '3', Тип: 'Адрес', Представление: `Самара, ул. Гагарина, 5, кв. 7, ${p.last} ${p.first[0]}.` },
  ],
})

const tokensOf = ({ last, first, middle, phone, mail, passport, tax, ref }: Person) =>
  [last, first, middle, phone, phone.slice(3), mail, passport, passport.slice(5), tax, ref].map((token) =>
    token.toLowerCase(),
  )

describe('a record without personal data', () => {
  test('holds nothing of the person, wherever it stood', () => {
    fc.assert(
      fc.property(person, (p) => {
        const hidden = hide(recordOf(p))
        const text = JSON.stringify(hidden).toLowerCase()
        const words = new Set(text.match(/\p{L}+/gu))
        for (const token of tokensOf(p)) {
          if (/^\p{L}+$/u.test(token)) expect(words).not.toContain(token)
          else expect(text).not.toContain(token)
        }
        expect(hidden.ДатаРождения).toMatch(/^(?!1985)\d{4}-/)
      }),
    )
  })

  test('keeps what the mapping lives on', () => {
    const [p] = fc.sample(person, 1)
    const hidden = hide(recordOf(p as Person))
    expect(hidden).toMatchObject({ IsFolder: false, ВидКонтрагента: 'ФизическоеЛицо', СтадияКлиента: 'Действующий' })
    expect(hidden).not.toHaveProperty('DataVersion')
    const rows = hidden.КонтактнаяИнформация as RawRecord[]
    expect(rows.map((row) => [row.LineNumber, row.Тип])).toEqual([
      ['1', 'Телефон'],
      ['2', 'АдресЭлектроннойПочты'],
      ['3', 'Адрес'],
    ])
    expect(rows[0]?.НомерТелефона).toMatch(/^7999\d{7}$/)
    expect(rows[0]?.Представление).toMatch(/^\+7 999 \d{7} \(\p{L}+\)$/u)
    expect(rows[0]?.ЗначенияПолей).toBe('')
    expect(mapping.read(hidden)).toMatchObject({ kind: 'person', lifecycle: 'customer' })
  })

  test('the same person is the same invented one in all fields, sections and later records', () => {
    fc.assert(
      fc.property(person, (p) => {
        const hidden = hide(recordOf(p))
        const name = String(hidden.Description)
        expect(name).toBe(`${hidden.Фамилия} ${hidden.Имя} ${hidden.Отчество}`)
        const [row] = hidden.КонтактнаяИнформация as RawRecord[]
        const digits = String(row?.НомерТелефона).slice(1)
        expect(String(row?.Представление).replaceAll(/\D/g, '')).toContain(digits)
        expect(String(hidden.Комментарий).replaceAll(/\D/g, '')).toContain(digits)
        expect(hidden.ВнешнийКод).toBe(`hub:+7${digits}`)
        const later = hide({ Ref_Key: p.ref, IsFolder: false, Комментарий: `приходила ${p.last}, тел. +7${p.phone}` })
        expect(later.Ref_Key).toBe(hidden.Ref_Key)
        expect(later.Комментарий).toContain(String(hidden.Фамилия))
        expect(later.Комментарий).toContain(digits)
      }),
    )
  })

  test('another key makes other people of them', () => {
    const [p] = fc.sample(person, 1)
    expect(hide(recordOf(p as Person), 'one').Description).not.toBe(hide(recordOf(p as Person), 'two').Description)
  })

  test('initials are replaced too', () => {
    expect(hide({ Комментарий: 'Решает Соколова А.В.' }).Комментарий).toMatch(/^\p{L}+ \p{L}+ова Н\.Н\.$/u)
  })

  test('the empty reference and empty values stay what they are', () => {
    const empty = { ОсновнойМенеджер_Key: '00000000-0000-0000-0000-000000000000', Дата: '0001-01-01T00:00:00', Имя: '' }
    expect(hide({ IsFolder: false, ...empty })).toEqual({ IsFolder: false, ...empty })
  })
})

describe('the word of a name', () => {
  const { word } = pseudonyms('key')
  test.each([
    ['Петрова', /^[А-Я][а-я]+ова$/],
    ['Петровой', /^[А-Я][а-я]+овой$/],
    ['ПЕТРОВ', /^[А-Я]+ОВ$/],
    ['Белинская', /^[А-Я][а-я]+ская$/],
    ['Ильин', /^[А-Я][а-я]+ин$/],
    ['Сергеевна', /^[А-Я][а-я]+на$/],
    ['Сергеевич', /^[А-Я][а-я]+ич$/],
    ['Smith', /^[A-Z][a-z]+$/],
  ])('%s keeps its ending and its case', (name, shape) => {
    expect(word(name)).toMatch(shape)
    expect(word(name)).not.toBe(name)
  })

  test('forms of one surname have one stem', () => {
    expect(word('Петровой').slice(0, -2)).toBe(word('Петрова').slice(0, -1))
    expect(word('Петров')).toBe(word('Петрова').slice(0, -1))
  })
})

describe('a case added to a file', () => {
  const one: Case = { name: 'новый', in: { Ref_Key: 'x', IsFolder: true }, out: null }

  test('comes behind what is there, which stays as it is', () => {
    const text = '# мои примеры\n- name: старый # не трогать\n  in: { IsFolder: true }\n  out: null'
    const whole = text + appendix('client.yaml', text, one)
    expect(whole.startsWith(`${text}\n\n- name: новый\n`)).toBe(true)
    expect(checkCaseFile('client.cases.yaml', whole, mapping)).toEqual({ count: 2, findings: [] })
  })

  test('keeps to the indent of the list', () => {
    const text = '  - name: старый\n    in: { IsFolder: true }\n    out: null\n'
    expect(appendix('client.yaml', text, one)).toMatch(/^\n {2}- name: новый\n {4}in:\n/)
  })

  test('begins a file that is not there yet', () => {
    expect(appendix('client.yaml', null, one)).toMatch(/^# Примеры к client\.yaml.+\n- name: новый\n/)
  })

  test.each([
    ['the name is taken', '- name: новый\n  in: { IsFolder: true }\n  out: null\n', /уже есть/],
    [
      'the list is written in brackets',
      '[{ name: старый, in: { IsFolder: true }, out: null }]\n',
      /Дописать пример в этот файл нельзя/,
    ],
    ['the file is broken', '- name: [\n', /ошибка/],
  ])('is refused when %s', (_when, text, why) => {
    expect(() => appendix('client.yaml', text, one)).toThrow(why)
  })
})
