import { type Document, isScalar, LineCounter, type Pair, parseDocument, visit, type YAMLParseError } from 'yaml'
import type { Code } from './codes.ts'
import { type At, type Place, placesOf } from './places.ts'

/** In characters; what a person writes into one file by hand is a tenth of it. */
const maxLength = 64 * 1024

/** What the letters of Windows-1251 and UTF-16 become when they are read as UTF-8; no file has any other use for these. */
const foreignLetters = /[\ufffd\0]/

/** Whoever has mended so many sees the rest. */
const maxProblems = 20

export interface YamlFile {
  /** Undefined when the text cannot be read as YAML; `problems` say why. */
  value: unknown
  problems: { code: Code; at: At | number; text: string }[]
  place(at: At | number): Place
}

/**
 * Reads the text of a file within bounds: its size, its depth (the parser's own limit) and what its aliases unfold to, so
 * that hostile text costs no more than honest text. Never throws.
 */
export function readYaml(text: string): YamlFile {
  if (foreignLetters.test(text))
    return refusal(
      'Файл сохранён не в той кодировке: хаб читает UTF-8. Сохраните его заново, выбрав кодировку UTF-8 («Сохранить как» в Блокноте).',
      'yaml',
    )
  if (text.length > maxLength)
    return refusal(
      `Файл длиннее ${maxLength / 1024} КБ: это не файл соответствий. Проверьте, тот ли файл лежит в папке.`,
    )
  const lines = new LineCounter()
  let document: Document.Parsed
  try {
    // Comparing each key with each would take quadratic time, see `repeatedKeys`.
    document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' })
  } catch {
    return refusal('Файл не прочитать: он устроен слишком сложно. Начните его с образца из поставки.')
  }
  const place = placesOf(document, text, lines)
  const broken = firstOfLines(document.errors, lines).slice(0, maxProblems).map(problemOf)
  const problems = broken.length > 0 ? broken : keyProblems(document, lines).slice(0, maxProblems)
  if (problems.length > 0) return { value: undefined, problems, place }
  try {
    return { value: document.toJS({ maxAliasCount: 50 }), problems, place }
  } catch {
    const what = 'Ссылки вида *имя ведут в никуда или повторяют слишком много. Напишите повторяемое прямо, без ссылок.'
    return { value: undefined, problems: [{ code: 'yaml', at: 0, text: what }], place }
  }
}

/** What the parser finds further on in a line is mostly the echo of its first mistake. */
function firstOfLines(errors: readonly YAMLParseError[], lines: LineCounter): YAMLParseError[] {
  const seen = new Set<number>()
  return errors.filter(({ pos }) => {
    const { line } = lines.linePos(pos[0])
    const isFirst = !seen.has(line)
    seen.add(line)
    return isFirst
  })
}

function refusal(text: string, code: Code = 'too-big'): YamlFile {
  return {
    value: undefined,
    problems: [{ code, at: 0, text }],
    place: () => ({ line: 1, column: 1, endLine: 1, endColumn: 1 }),
  }
}

/** Keys that stand twice in one map, and keys that are no words. */
function keyProblems(document: Document, lines: LineCounter): YamlFile['problems'] {
  const problems: YamlFile['problems'] = []
  visit(document, {
    Map(_, { items }) {
      const known = new Map<string, Pair>()
      for (const item of items) {
        const offset = (item.key as { range?: [number] } | null)?.range?.[0] ?? 0
        if (!isScalar(item.key)) {
          problems.push({
            code: 'yaml',
            at: offset,
            text: 'Перед двоеточием должно стоять слово, а не список или скобки.',
          })
          continue
        }
        const name = String(item.key.value)
        if (name === '__proto__')
          problems.push({ code: 'unknown-word', at: offset, text: 'Слова «__proto__» в языке нет: уберите его.' })
        const first = known.get(name)
        if (!first) known.set(name, item)
        else {
          const { line } = lines.linePos((first.key as { range?: [number] }).range?.[0] ?? 0)
          const what = `«${name}» в этом разделе уже есть (строка ${line}): сработало бы только одно из двух. Оставьте одно.`
          problems.push({ code: 'duplicate-key', at: offset, text: what })
        }
      }
    },
  })
  return problems
}

/** The parser's own words, for a reader who knows no English; what is not here is told in general. */
const texts: Partial<Record<YAMLParseError['code'], string>> = {
  BAD_ALIAS:
    'Ссылка вида *имя записана неверно. Напишите значение прямо; если звёздочка — часть текста, возьмите его в кавычки.',
  BAD_DQ_ESCAPE: 'В двойных кавычках обратная черта значит особый знак. Возьмите текст в одинарные кавычки.',
  BAD_INDENT:
    'Отступ не тот, или выше не закрыта скобка. Строки одного раздела начинают с одного места: выровняйте их пробелами.',
  BAD_SCALAR_START: 'Значение не может начинаться с этого знака. Возьмите его в кавычки.',
  BLOCK_AS_IMPLICIT_KEY:
    'Вложенный раздел начинают с новой строки и с отступом. Проверьте двоеточия в этой строке; текст с двоеточием возьмите в кавычки.',
  BLOCK_IN_FLOW:
    'Внутри { } и [ ] нельзя начинать раздел с новой строки. Закройте скобку или пишите всё в ней через запятую.',
  KEY_OVER_1024_CHARS: 'Слово перед двоеточием слишком длинное. Возможно, потеряна кавычка.',
  MISSING_CHAR:
    'Не хватает знака: кавычки, скобки, запятой или пробела после двоеточия. Проверьте это место и то, что перед ним.',
  MULTILINE_IMPLICIT_KEY:
    'Слово перед двоеточием растянулось на несколько строк. Возможно, в строке выше потеряно двоеточие или кавычка.',
  MULTIPLE_ANCHORS: 'Две метки &имя у одного значения. Оставьте одну.',
  MULTIPLE_DOCS: 'В файле больше одного документа. Уберите строку «---»: один файл — одна сущность.',
  NON_STRING_KEY: 'Слово перед двоеточием должно быть текстом. Возьмите его в кавычки.',
  RESOURCE_EXHAUSTION: 'Файл устроен слишком глубоко. Уберите лишние скобки и отступы.',
  TAB_AS_INDENT: 'Отступ сделан табуляцией. Замените её пробелами.',
  TAG_RESOLVE_FAILED: 'Слова, начинающиеся с «!», здесь не нужны. Уберите его или возьмите значение в кавычки.',
  UNEXPECTED_TOKEN: 'Здесь лишний знак. Проверьте кавычки и скобки в этой строке и в предыдущей.',
}

function problemOf({ code, pos }: YAMLParseError): YamlFile['problems'][number] {
  const text = texts[code] ?? 'Файл записан не по правилам YAML. Проверьте отступы, кавычки и скобки.'
  return { code: code === 'RESOURCE_EXHAUSTION' ? 'too-big' : 'yaml', at: pos[0], text }
}
