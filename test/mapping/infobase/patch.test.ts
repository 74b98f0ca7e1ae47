import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseDocument } from 'yaml'
import { diffShapes } from '../../../src/mapping/infobase/diff.ts'
import { judgeChange } from '../../../src/mapping/infobase/judge.ts'
import { mentionsIn } from '../../../src/mapping/infobase/mentions.ts'
import { proposePatch } from '../../../src/mapping/infobase/patch.ts'
import type { InfobaseShape } from '../../../src/mapping/infobase/shape.ts'
import { demoXml, readShape } from './base.ts'

const demo = await readShape(demoXml)
const mapping = (name: string) => readFileSync(new URL(`../../../mappings/${name}.yaml`, import.meta.url), 'utf8')

/** The base after `edit`, told to the mapping file, and the lines of the file the proposal changes. */
function follow(text: string, edit: (shape: InfobaseShape) => void, guess?: (field: string, member: string) => string) {
  const now = structuredClone(demo)
  edit(now)
  const mentions = mentionsIn(text, demo)
  const changes = diffShapes(demo, now)
  const patch = proposePatch(text, mentions, changes, guess)
  const before = text.split('\n')
  const after = patch.text.split('\n')
  return {
    ...patch,
    lines: after.filter((line) => !before.includes(line)).map((line) => line.trim()),
    judged: changes.map((change) => judgeChange(change, new Map([['file.yaml', mentions]]))),
  }
}

const withName = <T>(record: Record<string, T>, from: string, to: string): Record<string, T> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name === from ? to : name, value]))

const client = (shape: InfobaseShape) => {
  const object = shape.objects.Catalog_Контрагенты
  if (!object) throw new Error('the demo has changed')
  return object
}

test('a renamed column changes in paths and conditions, and a like word in quotes stays', () => {
  const { lines, text } = follow(mapping('client'), (shape) => {
    const { sections } = client(shape)
    sections.КонтактнаяИнформация = withName(sections.КонтактнаяИнформация ?? {}, 'НомерТелефона', 'Телефон')
  })
  expect(lines).toEqual([
    "path: КонтактнаяИнформация[Тип='Телефон'].Телефон",
    'phone: "КонтактнаяИнформация/any(d: endswith(d/Телефон, {last10}))"',
  ])
  // Comments and everything else are as they were.
  expect(text).toContain('# Если формы вашей 1С показывают контакты только с заполненным видом')
})

test('a renamed object, section and value of an enum are followed', () => {
  const { lines, judged } = follow(mapping('client'), (shape) => {
    client(shape).sections = withName(client(shape).sections, 'КонтактнаяИнформация', 'Контакты')
    client(shape).attributes.Parent_Key = 'ref:Catalog_Партнеры'
    shape.objects = withName(shape.objects, 'Catalog_Контрагенты', 'Catalog_Партнеры')
    shape.enums.СтадииКлиентов = ['Потенциальный', 'Постоянный']
  })
  expect(lines).toEqual([
    'set: Catalog_Партнеры',
    "path: Контакты[Тип='Телефон'].НомерТелефона",
    "path: Контакты[Тип='АдресЭлектроннойПочты'].АдресЭП",
    'values: { Потенциальный: prospect, Постоянный: customer }',
    'phone: "Контакты/any(d: endswith(d/НомерТелефона, {last10}))"',
  ])
  expect(judged.map(({ severity }) => severity)).toEqual(['error', 'error', 'error'])
})

test('names on the way through references lose their _Key', () => {
  const text = [
    'from: { set: Document_ДоговорПродажи }',
    'to: deal',
    'fields:',
    '  number: Квартира.Owner.Description # дом',
    '  unitRef: Квартира_Key',
  ].join('\n')
  const { lines } = follow(text, (shape) => {
    const deal = shape.objects.Document_ДоговорПродажи
    if (deal) deal.attributes = withName(deal.attributes, 'Квартира_Key', 'Помещение_Key')
  })
  expect(lines).toEqual(['number: Помещение.Owner.Description # дом', 'unitRef: Помещение_Key'])
})

test('a retired attribute gives way to what replaced it, and a person is asked to look', () => {
  const { lines, notes } = follow(mapping('manager'), (shape) => {
    const staff = shape.objects.Catalog_Пользователи
    if (!staff) throw new Error('the demo has changed')
    staff.attributes = withName(staff.attributes, 'Телефон', 'УдалитьТелефон')
    staff.attributes.МобильныйТелефон = 'Edm.String'
  })
  expect(lines).toEqual(['phone: МобильныйТелефон'])
  expect(notes).toEqual(['«Телефон» заменён на «МобильныйТелефон»: проверьте, что значение то же самое.'])
})

test('a field whose attribute is gone becomes a comment only where the model can do without it', () => {
  const { text, lines, notes } = follow(mapping('building'), (shape) => {
    const house = shape.objects.Catalog_Дома
    if (!house) throw new Error('the demo has changed')
    delete house.attributes.МатериалСтен
    delete house.attributes.СостояниеСтроительства
  })
  expect(lines).toEqual([
    '# «МатериалСтен» исчез из 1С, поле пока не читается.',
    '#   material:',
    '#     path: МатериалСтен',
    '#     values: { Кирпич: brick, Монолит: monolith, Панель: panel, МонолитКирпич: brick_monolith }',
    '#     default: null',
  ])
  expect(parseDocument(text).errors).toEqual([])
  expect(notes.join()).toContain('Замены для «СостояниеСтроительства» не нашлось')
})

test('a new value of an enum is put into the table when its meaning is plain', () => {
  const add = (shape: InfobaseShape) => {
    shape.enums.СтатусыПомещений = [...(shape.enums.СтатусыПомещений ?? []), 'Арестована']
    shape.enums.ВидыБрони = [...(shape.enums.ВидыБрони ?? []), 'Клубная']
  }
  expect(follow(mapping('unit'), add, () => 'not_for_sale').lines).toEqual(['Арестована: not_for_sale'])
  expect(follow(mapping('booking'), add, () => 'paid').lines).toEqual([
    'values: { Устная: oral, Платная: paid, Клубная: paid }',
  ])
  const { text, notes } = follow(mapping('unit'), add)
  expect(text).toBe(mapping('unit'))
  const line = mapping('unit')
    .split('\n')
    .findIndex((one) => one.includes('Свободна:'))
  expect(notes).toEqual([`Строка ${line + 1}: решите, чему у поля «status» соответствует новое значение «Арестована».`])
})

test('what no mapping leans on is told apart from what one does', () => {
  const { judged } = follow(mapping('client'), (shape) => {
    client(shape).attributes.Гражданство = 'Edm.String'
    const survey = shape.objects.Document_Опрос
    if (survey) delete survey.attributes.Бюджет
  })
  expect(judged.map(({ kind, name, severity }) => [kind, name, severity])).toEqual([
    ['added', 'Гражданство', 'info'],
    ['removed', 'Бюджет', 'info'],
  ])
})

test('a register beside the objects is followed: its name, its dimension, its columns wherever they are read', () => {
  const text = [
    'from:',
    '  set: Catalog_Квартиры',
    '  registers: { Прайс: { set: InformationRegister_ЦеныКвартир, by: Квартира_Key, condition: Цена gt 0 } }',
    'to: unit',
    'fields:',
    '  price: "Прайс[].Цена"',
    '  floor: { compute: "size(Прайс.filter(п, п.Цена > 0))" }',
    '  areaTotal: { path: Цена }',
    '',
  ].join('\n')
  const { lines } = follow(text, (shape) => {
    const register = shape.objects.InformationRegister_ЦеныКвартир
    if (!register) throw new Error('the demo has changed')
    register.attributes = withName(
      withName(register.attributes, 'Цена', 'ЦенаКвартиры'),
      'Квартира_Key',
      'Квартиры_Key',
    )
    shape.objects = withName(shape.objects, 'InformationRegister_ЦеныКвартир', 'InformationRegister_ЦеныПомещений')
  })
  expect(lines).toEqual([
    'registers: { Прайс: { set: InformationRegister_ЦеныПомещений, by: Квартиры_Key, condition: ЦенаКвартиры gt 0 } }',
    'price: "Прайс[].ЦенаКвартиры"',
    'floor: { compute: "size(Прайс.filter(п, п.ЦенаКвартиры > 0))" }',
  ])
})
