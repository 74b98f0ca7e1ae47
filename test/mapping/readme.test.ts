import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { converterNames } from '../../src/mapping/converters.ts'
import { expressionProblem } from '../../src/mapping/expression/expression.ts'
import { functions, macros } from '../../src/mapping/expression/functions.ts'
import { parsePath } from '../../src/mapping/path.ts'
import { FieldSpec, MappingSpec } from '../../src/mapping/spec.ts'

const text = readFileSync(join(import.meta.dirname, '../../mappings/README.md'), 'utf8')
const section = (from: string, to: string) => text.slice(text.indexOf(from), text.indexOf(to))

/** What stands in code marks in the first column of the tables of a section. */
const firstColumn = (of: string) =>
  [...of.matchAll(/^\| ((?:`[^`]+`[, ]*)+) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code),
  )

test('every converter and every function is described, and nothing that is none', () => {
  expect(firstColumn(section('### Преобразования', '### Выражения')).toSorted()).toEqual([...converterNames].toSorted())
  const expressions = section('### Выражения', '### Поиск и запись')
  const told = firstColumn(expressions).flatMap((code) => [...code.matchAll(/(\w+)\(/g)].map(([, name = '']) => name))
  const known = [...Object.keys(functions), ...macros]
  expect(known.filter((name) => !expressions.includes(name))).toEqual([])
  expect(told.filter((name) => !known.includes(name))).toEqual([])
})

test('every word of a field is described', () => {
  const words = Object.keys(FieldSpec.options[1].shape)
  const told = firstColumn(section('### Слова поля', '#### Запасные'))
  expect(words.filter((word) => !told.includes(word))).toEqual([])
})

test('every path of the table is one', () => {
  for (const path of firstColumn(section('### Путь', 'Если поле — не список'))) expect(parsePath(path)).not.toBeNull()
})

test('every example of a field is one, its expressions included', () => {
  const blocks = [...section('### Слова поля', '### Поиск и запись').matchAll(/```yaml\n([\s\S]*?)```/g)]
  expect(blocks.length).toBeGreaterThan(7)
  for (const [, yaml = ''] of blocks) {
    const example = parse(yaml)
    const { fields = example, ...file } = 'to' in example ? example : { fields: example }
    if ('to' in file) expect(MappingSpec.safeParse(example).error).toBeUndefined()
    for (const field of Object.values(fields)) {
      const spec = FieldSpec.parse(field)
      if (typeof spec === 'string') continue
      for (const short of [spec, ...Object.values(spec.fields ?? {})]) {
        if (typeof short === 'string') continue
        if (short.compute) expect(expressionProblem(short.compute, 'scalar')).toBeNull()
        if (short.when) expect(expressionProblem(short.when, 'bool')).toBeNull()
        if (short.path) expect(parsePath(short.path)).not.toBeNull()
      }
    }
  }
})
