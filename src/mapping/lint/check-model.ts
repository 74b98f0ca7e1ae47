import { expressionProblem, type Wanted } from '../expression/expression.ts'
import type { FieldKind } from '../field-kind.ts'
import { nearest } from '../nearest.ts'
import { parsePath } from '../path.ts'
import { type MappingSpec, orElseOf } from '../spec.ts'
import { convertersFor } from './field-converters.ts'
import { type Field, fieldsOf, kindsOf } from './field-sources.ts'
import type { At } from './places.ts'
import { guess, type Report } from './report.ts'

const howPathsAreWritten =
  "Пишут «Реквизит», «Ссылка.Реквизит» (не дальше трёх ссылок) или «ТабличнаяЧасть[Колонка='значение'].Колонка»."

/** Compares a mapping with the canonical model; `raw` is the file as it was written, wrong fields included. */
export function checkModel(spec: MappingSpec, raw: unknown, report: Report): void {
  if (spec.when !== undefined) checkExpression(spec.when, 'bool', { path: ['when'], on: 'value' }, report)
  for (const field of fieldsOf(spec)) {
    if (field.kind) checkField(field, field.kind, report)
    else if (!field.owner || field.owner.kind?.record) reportUnknown(spec, field, report)
  }
  const written = (raw as { fields?: unknown }).fields
  const isWritten = (name: string) => typeof written === 'object' && written !== null && Object.hasOwn(written, name)
  for (const name of missingIn(kindsOf(spec.to), isWritten))
    report(
      'missing-field',
      { path: ['fields'] },
      `Не хватает поля «${name}»: без него «${spec.to}» не собрать. Допишите его.`,
    )
}

/** The model has no empty value for these. */
function missingIn(kinds: Record<string, FieldKind>, isWritten: (name: string) => boolean): string[] {
  return Object.entries(kinds).flatMap(([name, kind]) => {
    const hasBlank = kind.nullable || kind.list || kind.as === 'bool' || kind.as === 'text'
    return hasBlank || isWritten(name) ? [] : [name]
  })
}

function reportUnknown(spec: MappingSpec, { name, owner, at }: Field, report: Report): void {
  const names = Object.keys(owner?.kind?.record ?? kindsOf(spec.to))
  const hint = nearest(name, names)
  const where = owner ? `У строк поля «${owner.name}» нет колонки` : `В модели «${spec.to}» нет поля`
  report('unknown-field', at, `${where} «${name}»${hint ? guess(hint) : `. Есть: ${names.join(', ')}.`}`)
}

function checkField(field: Field, kind: FieldKind, report: Report): void {
  checkPaths(field, report)
  checkExpressions(field, kind, report)
  if (kind.record) checkRows(field, kind.record, report)
  else checkValue(field, kind, report)
}

function checkPaths({ name, spec, on }: Field, report: Report): void {
  const columns: [text: string, at: At][] = orElseOf(spec).map((text, n) => [
    text,
    typeof spec.orElse === 'string' ? on('orElse') : on('orElse', n),
  ])
  if (spec.path !== undefined) columns.unshift([spec.path, on('path')])
  for (const [text, at] of columns) {
    const path = parsePath(text)
    if (!path) report('path', at, `«${text}» — не путь. ${howPathsAreWritten}`)
    else if (path.name === '')
      report('path', at, `«${text}» — табличная часть, а полю «${name}» нужна её колонка. Допишите «.Колонка».`)
  }
  const rows = spec.rows === undefined ? undefined : parsePath(spec.rows)
  if (rows === null) report('path', on('rows'), `«${spec.rows}» — не табличная часть. ${howPathsAreWritten}`)
  else if (rows && rows.section !== null && rows.name !== '')
    report(
      'path',
      on('rows'),
      `«${spec.rows}» — колонка, а rows называет всю табличную часть: уберите «.${rows.name}», колонки назовите в fields.`,
    )
  const hasSource = columns.length > 0 || rows !== undefined || spec.compute !== undefined || spec.default !== undefined
  if (!hasSource) report('path', on('path'), `Не сказано, откуда брать «${name}». Допишите path, compute или rows.`)
}

function checkExpressions({ owner, spec, on }: Field, kind: FieldKind, report: Report): void {
  if (spec.compute !== undefined)
    checkExpression(spec.compute, kind.list && !owner ? 'list' : 'scalar', on('compute'), report)
  if (spec.when !== undefined) checkExpression(spec.when, 'bool', on('when'), report)
}

function checkExpression(source: string, wanted: Wanted, at: At, report: Report): void {
  const problem = expressionProblem(source, wanted)
  if (!problem) return
  const { start, end, message } = problem
  // What ends too early is told of at its last sign.
  const from = Math.min(start, Math.max(0, source.length - 1))
  const word = source.slice(from, Math.max(end, from + 1))
  const what = message.charAt(0).toUpperCase() + message.slice(1)
  report('expression', word === source ? at : { ...at, word, from }, /[.?!]$/.test(what) ? what : `${what}.`)
}

function checkRows(field: Field, columns: Record<string, FieldKind>, report: Report): void {
  const { name, spec, at, on } = field
  if (spec.rows === undefined) {
    report(
      'no-rows',
      at,
      `Поле «${name}» — список строк: укажите rows с табличной частью и fields с её колонками (${Object.keys(columns).join(', ')}).`,
    )
    return
  }
  for (const column of missingIn(columns, (each) => Object.hasOwn(spec.fields ?? {}, each)))
    report(
      'missing-field',
      on('fields'),
      `В fields не хватает колонки «${column}»: без неё строку «${name}» не собрать. Допишите её.`,
    )
}

function checkValue(field: Field, kind: FieldKind, report: Report): void {
  const { name, spec, at, on } = field
  if (spec.rows !== undefined)
    report(
      'no-rows',
      { path: [...at.path, 'rows'] },
      `Поле «${name}» — не список строк, rows ему не нужны. Укажите path.`,
    )
  if (kind.options && !spec.values && spec.compute === undefined)
    report(
      'no-values',
      at,
      `Полю «${name}» нужна таблица values «значение 1С: значение хаба». Значения хаба: ${kind.options.join(', ')}.`,
    )
  for (const [theirs, ours] of Object.entries(spec.values ?? {}))
    checkOurs(field, kind, ours, on('values', theirs), report)
  if (spec.default !== undefined && spec.default !== null) checkOurs(field, kind, spec.default, on('default'), report)
  if (spec.default === null && !kind.nullable && !kind.list && kind.as !== 'text')
    report('bad-value', on('default'), `Поле «${name}» пустым не бывает: впишите значение или уберите default.`)
  for (const [ours, theirs] of Object.entries(spec.back ?? {})) {
    const key: At = { path: [...at.path, 'back', ours] }
    if (kind.options) checkOurs(field, kind, ours, key, report)
    if (spec.values && !Object.hasOwn(spec.values, theirs))
      report(
        'bad-value',
        on('back', ours),
        `«${theirs}» нет в values: записав его, хаб не смог бы прочесть обратно. Допишите его в values.`,
      )
  }
  const accepted = spec.as && !spec.values ? convertersFor(kind) : null
  if (spec.as && accepted && !accepted.includes(spec.as))
    report(
      'converter',
      on('as'),
      `Преобразование ${spec.as} не годится полю «${name}»: ему подходит ${accepted.join(', ')}. Обычно as не нужен.`,
    )
}

function checkOurs({ name }: Field, kind: FieldKind, value: unknown, at: At, report: Report): void {
  if (kind.schema.safeParse(value).success) return
  const options = kind.options ?? []
  const hint = nearest(String(value), options)
  const known = options.length > 0 ? ` Бывает ${options.join(', ')}.` : ''
  report('bad-value', at, `Поле «${name}» не бывает «${String(value)}»${hint ? guess(hint) : '.'}${known}`)
}
