import { expect, test } from 'vitest'
import { mentionsInCases } from '../../../src/mapping/infobase/case-mentions.ts'
import { demoXml, readShape } from './base.ts'

const demo = await readShape(demoXml)
const set = 'Catalog_Контрагенты'

const text = `# Примеры
- name: "СтадияКлиента: Действующий"
  in:
    СтадияКлиента: Действующий
    "Фамилия": Фамилия
    ОсновнойМенеджер: { Телефон: "1" }
    КонтактнаяИнформация:
      - { Тип: Телефон, НомерТелефона: "79990001122" }
  out: { lifecycle: customer }
- name: запись
  write: { lastName: Имя }
  body: { Фамилия: Имя }
  createOnly: [Фамилия]
`

test('names of the base are found where they stand in records and rows, and nowhere else', () => {
  const found = mentionsInCases(text, set, demo).map(({ kind, object, section, name, at, line }) => {
    expect(at).not.toBeNull()
    return [line, kind, section === null ? object : `${object}.${section}`, name, text.slice(at?.start, at?.end)]
  })
  expect(found).toEqual([
    [4, 'attribute', set, 'СтадияКлиента', 'СтадияКлиента'],
    [4, 'member', 'СтадииКлиентов', 'Действующий', 'Действующий'],
    [5, 'attribute', set, 'Фамилия', 'Фамилия'],
    [6, 'attribute', set, 'ОсновнойМенеджер_Key', 'ОсновнойМенеджер'],
    [6, 'attribute', 'Catalog_Пользователи', 'Телефон', 'Телефон'],
    [7, 'section', set, 'КонтактнаяИнформация', 'КонтактнаяИнформация'],
    [8, 'attribute', `${set}.КонтактнаяИнформация`, 'Тип', 'Тип'],
    [8, 'member', 'ТипыКонтактнойИнформации', 'Телефон', 'Телефон'],
    [8, 'attribute', `${set}.КонтактнаяИнформация`, 'НомерТелефона', 'НомерТелефона'],
    [12, 'attribute', set, 'Фамилия', 'Фамилия'],
    [13, 'attribute', set, 'Фамилия', 'Фамилия'],
  ])
})

test('what cannot be read, or is about a set the base does not have, mentions nothing', () => {
  expect(mentionsInCases('- name: [', set, demo)).toEqual([])
  expect(mentionsInCases('name: x', set, demo)).toEqual([])
  expect(mentionsInCases(text, 'Catalog_Нет', demo)).toEqual([])
})
