import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rank, resemble } from '../../src/mapping/resemble.ts'
import { bareName, isRetired, nameBefore, wordsOf } from '../../src/mapping/words.ts'

test.each([
  ['Catalog_Контрагенты', 'Catalog_Партнеры'],
  ['Квартира_Key', 'ОбъектНедвижимости_Key'],
  ['Catalog_Квартиры', 'Catalog_Помещения'],
  ['Catalog_ЖилыеКомплексы', 'Catalog_ПроектыСтроительства'],
  ['ПлощадьОбщая', 'ОбщаяПлощадь'],
  ['НомерТелефона', 'Телефон'],
  ['КоличествоЭтажей', 'Этажность'],
  ['ЭлектроннаяПочта', 'АдресЭП'],
  ['ДатаРегистрации', 'ДатаГосРегистрации'],
  ['КлючевоеСлово', 'ПоисковыйЗапрос'],
  ['ОсновнойМенеджер_Key', 'рн_ОтветственныйМенеджер_Key'],
])('%s is much like %s', (one, other) => {
  expect(resemble(one, other).score).toBeGreaterThan(0.45)
  expect(resemble(one, other).reasons).not.toEqual([])
})

test.each([
  ['Фамилия', 'Имя'],
  ['Этаж', 'Секция'],
  ['Catalog_Контрагенты', 'Catalog_Номенклатура'],
  ['ПлощадьКухни', 'ДатаРегистрации'],
  ['Цена', 'Отделка'],
])('%s has nothing to do with %s', (one, other) => {
  expect(resemble(one, other).score).toBeLessThan(0.3)
})

test('reasons are told in Russian', () => {
  expect(resemble('ТелефонКлиента', 'ТелефонПартнера').reasons).toEqual([
    'общее слово «телефон»',
    '«партнера» значит то же, что «клиента»',
  ])
})

test('kind, prefix of a developer, suffix of a reference and the word of retirement are no part of a name', () => {
  expect(bareName('Catalog_рн_Партнеры')).toBe('Партнеры')
  expect(resemble('Менеджер_Key', 'рн_Менеджер').score).toBe(1)
  expect(wordsOf('КодПоОКПО')).toEqual(['код', 'по', 'окпо'])
  expect([isRetired('УдалитьТелефон'), isRetired('Удаленный'), isRetired('Удалить')]).toEqual([true, false, false])
  expect(nameBefore('Catalog_УдалитьОфисы')).toBe('Catalog_Офисы')
  expect(resemble('Телефон', 'УдалитьТелефон').score).toBeGreaterThan(0.9)
})

test('likeness lies between nothing and one, goes both ways and is whole for the same name', () => {
  const name = fc.stringMatching(/^([А-Я][а-я]{1,7}){1,4}$/)
  fc.assert(
    fc.property(name, name, (one, other) => {
      const { score } = resemble(one, other)
      expect(score).toBeGreaterThanOrEqual(0)
      expect(score).toBeLessThanOrEqual(1)
      expect(resemble(one, one).score).toBe(1)
      expect(Math.abs(score - resemble(other, one).score)).toBeLessThan(0.35)
    }),
  )
})

test('candidates are ranked, the best first, and poor ones are left out', () => {
  const names = ['Комментарий', 'МобильныйТелефон', 'Телефон', 'Подразделение_Key']
  expect(rank('НомерТелефона', names, (one) => one).map(({ item }) => item)).toEqual(['Телефон', 'МобильныйТелефон'])
})
