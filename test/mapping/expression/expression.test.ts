import { expect, test } from 'vitest'
import { attributesIn, compileExpression, expressionProblem } from '../../../src/mapping/expression/expression.ts'
import { ExpressionProblem } from '../../../src/mapping/expression/problem.ts'
import type { RawRecord } from '../../../src/model/raw.ts'

const flat: RawRecord = {
  Ref_Key: '5f0c0a52-0000-4000-8000-000000000001',
  Статус: 'Свободна',
  Цена: 7_850_000.5,
  Этаж: 5,
  Акция: true,
  Фамилия: 'Иванова',
  Имя: ' Анна ',
  Отчество: '',
  Телефон: '8 (999) 000-11-22',
  ДатаСдачи: '2027-03-31T00:00:00',
  Пусто: null,
  Дом: { Ref_Key: 'd', Description: 'Корпус 2', ЖилойКомплекс: { Description: 'ЖК «Заречный»' } },
  Оплаты: [
    { Сумма: 100.1, Вид: 'Аванс' },
    { Сумма: 200.2, Вид: 'Доплата' },
  ],
  constructor: 'не функция',
}

const evaluate = (text: string, record = flat) => compileExpression(text, 'scalar')(record)

test.each<[string, unknown]>([
  ["Статус == 'Свободна' && Этаж > 3", true],
  ['Цена * 0.9', 7_065_000.45],
  ['0.1 + 0.2', 0.3],
  ['5 / 2', 2.5],
  ['Этаж % 2', 1],
  ['round(Цена / 3, 2)', 2_616_666.83],
  ["Акция ? 'да' : 'нет'", 'да'],
  ["joined([Фамилия, Имя.trim(), Отчество], ' ')", 'Иванова Анна'],
  ["first([Отчество, Пусто, Имя.trim(), 'нет'])", 'Анна'],
  ['digits(Телефон)', '89990001122'],
  ["like(Дом.ЖилойКомплекс.Description, 'жк*речн*')", true],
  ["'Этаж' + ' ' + text(Этаж)", 'Этаж 5'],
  ["Оплаты.exists(о, о.Вид == 'Аванс')", true],
  ["sum(Оплаты.filter(о, о.Вид != 'Аванс').map(о, о.Сумма))", 200.2],
  ['Оплаты.map(Этаж, Этаж.Сумма)[1]', 200.2],
  ['size(Оплаты)', 2],
  ['size(НетТакой)', 0],
  ['НетТакой.exists(о, о.Вид == "Аванс")', false],
  ['year(ДатаСдачи) * 10 + month(ДатаСдачи)', 20_273],
  ["ДатаСдачи < '2028-01-01'", true],
  ["Статус in ['Свободна', 'Бронь']", true],
  ["word('Иванова Анна', 2)", 'Анна'],
  ["Имя.trim().upper().replace('А', 'Б')", 'БННБ'],
  ['Дом', 'd'],
  ['Пусто', null],
  ['Пусто == null', true],
  ["Пусто + 'x'", 'x'],
  ['filled(Пусто) || filled(Отчество)', false],
  ['Дом.Владелец.Description', null],
  ["'кавычка \\' Цена // не замечание' // замечание: Цена", "кавычка ' Цена // не замечание"],
  ['"""Цена"""', 'Цена'],
  ["r'\\d Цена'", '\\d Цена'],
])('%s', (text, value) => {
  expect(evaluate(text)).toEqual(value)
})

test('what lists are asked for may be a list', () => {
  expect(compileExpression("Телефон.split(' ')", 'list')(flat)).toEqual(['8', '(999)', '000-11-22'])
  expect(() => compileExpression('words(Телефон)', 'scalar')).toThrow('выражение дало список')
})

test.each([
  ['Цена >', 'здесь чего-то не хватает', 6],
  ['Цена = 5', 'непонятный знак', 5],
  ["Статус == 'Свободна", 'строка без закрывающей кавычки', 10],
  ["'да' || Акция", 'должны стоять условия', 0],
  ["Акция ? 1 : 'нет'", 'обе стороны', 0],
  ['trim(Имя)', 'пишите значение.trim(…)', 0],
  ["Имя.like('А*')", 'пишите like(значение)', 4],
  ['rond(Цена, 1)', 'может быть, «round»?', 0],
  ["Имя.matches('(a+)+$')", 'функции «matches» нет', 4],
  ['A.B.C.D.E', 'не дальше трёх объектов', 0],
  ['Оплаты.exists(о, о.Договор.Номер == 1)', 'возьмите такую колонку путём', 19],
  ['size(Оплаты.map(a, Оплаты.map(b, Оплаты.map(c, 1))))', 'больше двух переборов', 33],
  ["'x'".padEnd(3000), 'выражение длиннее', 2000],
  [`${'('.repeat(200)}1${')'.repeat(200)}`, 'слишком сложное', 0],
])('%s is refused with its place', (text, what, at) => {
  const problem = expressionProblem(text, 'scalar')
  expect(problem?.message).toContain(what)
  if (at > 0) expect(problem?.start).toBe(at)
})

test.each([
  ['Цена + Статус', 'так действовать с этими значениями нельзя: число + строка'],
  ['Пусто > 1', 'так действовать с этими значениями нельзя: пусто > число'],
  ['Цена / 0', 'деление на ноль'],
  ["number('сто')", '«сто» не число'],
  ['Оплаты[7].Сумма', 'строки с таким номером нет'],
  ['Цена.lower()', 'функции не подходят эти значения: число.lower()'],
])('%s fails on its record, in Russian', (text, what) => {
  expect(() => evaluate(text)).toThrow(ExpressionProblem)
  expect(() => evaluate(text)).toThrow(what)
})

test('values of the wrong kind are found before the first record where the infobase tells the kinds', () => {
  const typeOf = ([name]: readonly string[]) => (name === 'Цена' ? ('double' as const) : ('string' as const))
  expect(expressionProblem('Цена * 1.2', 'scalar', typeOf)).toBeNull()
  expect(expressionProblem("Статус == 'Свободна'", 'bool', typeOf)).toBeNull()
  expect(expressionProblem('Цена + Статус', 'scalar', typeOf)?.message).toContain('число + строка')
  expect(expressionProblem("Цена == '5'", 'bool', typeOf)?.message).toContain('число == строка')
  expect(expressionProblem('Статус', 'bool', typeOf)?.message).toContain('«да» или «нет»')
  expect(expressionProblem('Оплаты.exists(о, о.Сумма > 1)', 'bool', () => 'list')).toBeNull()
})

test('the attributes it takes are told with their places', () => {
  const text = "Цена > 1 && Дом.Owner.Code == 'Цена' && Оплаты.exists(о, о.Сумма > Цена)"
  expect(attributesIn(text)).toEqual([
    { path: ['Цена'], isSection: false, start: 0, end: 4 },
    { path: ['Дом', 'Owner', 'Code'], isSection: false, start: 12, end: 26 },
    { path: ['Оплаты'], isSection: true, start: 40, end: 46 },
  ])
  expect(attributesIn('((')).toEqual([])
})
