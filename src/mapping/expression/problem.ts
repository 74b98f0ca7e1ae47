import { TypeError as CelTypeError, EvaluationError, ParseError } from '@marcbachmann/cel-js'

/** What is wrong with an expression, in Russian, and where: offsets in its text. */
export class ExpressionProblem extends Error {
  override readonly name = 'ExpressionProblem'
  readonly start: number
  readonly end: number

  constructor(text: string, start: number, end: number, options?: ErrorOptions) {
    super(text, options)
    this.start = start
    this.end = end
  }
}

const typeWords: Readonly<Record<string, string>> = {
  null: 'пусто',
  string: 'строка',
  double: 'число',
  int: 'число',
  bool: 'да/нет',
  list: 'список',
  map: 'строка таблицы',
  dyn: 'что угодно',
}

const withTypes = (text: string): string =>
  text
    .replace(/\b(?:list|map)<.*>/g, (type) => (type.startsWith('list') ? 'list' : 'map'))
    .replace(/\bdyn<(\w+)>/g, '$1')
    .replace(/\b(?:null|string|double|int|bool|list|map|dyn)\b/g, (type) => typeWords[type] ?? type)

/** What CEL says by its code, in the words of an administrator; `about` is CEL's own text with the names put back. */
const texts: Readonly<Record<string, (about: string) => string>> = {
  no_such_overload: (about) =>
    `так действовать с этими значениями нельзя: ${withTypes(about.replace(/^no such overload: /, ''))}`,
  no_matching_overload: (about) =>
    `функции не подходят эти значения: ${withTypes(about.replace(/^found no matching overload for /, '').replaceAll("'", ''))}`,
  incompatible_ternary_branches: () => 'у «? :» обе стороны должны быть одного вида: обе — числа или обе — строки',
  invalid_condition_type: () => 'условие должно давать «да» или «нет»',
  invalid_logical_operand: () => 'по обе стороны от && и || должны стоять условия',
  invalid_comprehension_range: () => 'перебрать можно только табличную часть или список',
  invalid_macro_argument: () => 'первым в скобках пишут имя для строки: Оплаты.exists(о, о.Сумма > 0)',
  no_such_key: (about) => `такой колонки здесь нет: ${about.replace(/^No such key: /, '')}`,
  invalid_index_type: () => 'номер строки в скобках — целое число, с нуля',
  index_out_of_bounds: () => 'строки с таким номером нет',
  unknown_variable: (about) => `такого реквизита нет: ${about.replace(/^Unknown variable: /, '')}`,
  limit_exceeded: () => 'выражение слишком сложное: разбейте его или посчитайте в 1С',
  reserved_identifier: (about) => `это слово занято: ${about.replace(/^Reserved identifier: /, '')}`,
  unexpected_token: () => 'здесь чего-то не хватает: значения, скобки или знака',
  expected_token: () => 'здесь не тот знак: проверьте скобки и запятые',
  unexpected_character: () => 'лишний знак; равенство пишут двумя знаками ==, «и» — &&, «или» — ||',
}

/** Turns what CEL throws into what an administrator reads. What our own functions throw is in Russian already. */
export function problemOf(
  error: unknown,
  names: { origin(offset: number): number; original(text: string): string },
  length: number,
): ExpressionProblem {
  if (error instanceof ExpressionProblem) return error
  if (error instanceof EvaluationError || error instanceof ParseError || error instanceof CelTypeError) {
    const about = names.original(error.summary ?? error.message)
    const { start = 0, end = start } = error.range ?? {}
    const text = texts[error.code ?? '']?.(about) ?? `выражение не понять (${about})`
    return new ExpressionProblem(text, names.origin(start), Math.max(names.origin(start), names.origin(end)), {
      cause: error,
    })
  }
  return new ExpressionProblem((error as Error).message, 0, length, { cause: error })
}
