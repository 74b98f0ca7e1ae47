import { type Converter, converters } from '../converters.ts'
import type { FieldKind } from '../field-kind.ts'
import { parsePath } from '../path.ts'
import { hasWayBack } from '../reverse.ts'
import { type MappingSpec, orElseOf } from '../spec.ts'
import { type Field, fieldsOf } from './field-sources.ts'
import type { At } from './places.ts'
import type { Report } from './report.ts'

/** Attributes 1C fills by itself, and what to do instead of writing them. */
const readOnly: Readonly<Record<string, string>> = {
  Ref_Key: 'ссылку новому объекту даёт 1С',
  DataVersion: 'версию данных ведёт 1С',
  Posted: 'проводит документы 1С, записью реквизита их не провести',
  Predefined: 'предопределённые объекты заводят в конфигураторе',
  PredefinedDataName: 'предопределённые объекты заводят в конфигураторе',
  LineNumber: 'номера строк ставит 1С',
  Recorder: 'движения пишет документ',
  Recorder_Key: 'движения пишет документ',
}

/** Why 1C does not let an attribute be written; null when it does. */
function readOnlyBecause(name: string): string | null {
  if (name.endsWith('____Presentation')) return 'это представление, а не реквизит'
  return Object.hasOwn(readOnly, name) ? (readOnly[name] ?? null) : null
}

/** Rules of the way back to 1C, and words that work only together with others. */
export function checkWrites(spec: MappingSpec, report: Report): void {
  for (const field of fieldsOf(spec)) {
    checkWords(field, report)
    if (field.spec.write !== undefined && field.kind) checkWayBack(field, report)
  }
  checkTargets(spec, report)
}

function checkWayBack({ name, kind, spec, at, on }: Field, report: Report): void {
  if (!kind) return
  if (!hasWayBack(kind, spec))
    report('one-way', on('write'), `«${name}» нельзя записать в 1С: ${obstacle(name, spec)}. Уберите write.`)
  const path = parsePath(spec.path ?? '')
  const forbidden = path && path.through.length === 0 ? readOnlyBecause(path.name) : null
  if (forbidden !== null)
    report('read-only', on('path'), `${path?.name} менять нельзя: ${forbidden}. Уберите write у «${name}».`)
  for (const [attribute, what] of Object.entries(spec.alsoWrite ?? {})) {
    const key: At = { path: [...at.path, 'alsoWrite', attribute] }
    const reason = readOnlyBecause(attribute)
    if (reason !== null) report('read-only', key, `${attribute} менять нельзя: ${reason}. Уберите его из alsoWrite.`)
    const converter: Converter | null = typeof what === 'object' ? converters[what.as] : null
    if (typeof what === 'object' && !converter?.write && !converter?.also)
      report(
        'one-way',
        { path: [...key.path, 'as'], on: 'value' },
        `Преобразование ${what.as} умеет только читать. Выберите другое или впишите постоянное значение.`,
      )
  }
  if (spec.values) checkValueTable(kind, spec.values, spec, on, report)
}

/** Why `hasWayBack` says no. */
function obstacle(name: string, spec: Field['spec']): string {
  if (spec.compute !== undefined) return 'оно вычисляется выражением, а обратного хода у выражения нет'
  if (spec.rows !== undefined) return 'список строк хаб только читает'
  const path = parsePath(spec.path ?? '')
  if (!path || path.name === '') return 'не указан реквизит, в который писать'
  if (path.through.length > 0 || path.inside.length > 0)
    return 'реквизит принадлежит другому объекту, до которого ведёт ссылка'
  return `преобразование ${spec.as ?? name} умеет только читать`
}

/** Of several values that are one of ours only `back` can tell which is to be written. */
function checkValueTable(
  { options }: FieldKind,
  values: NonNullable<Field['spec']['values']>,
  spec: Field['spec'],
  on: Field['on'],
  report: Report,
): void {
  const back = new Set(Object.keys(spec.back ?? {}))
  const theirsByOurs = Map.groupBy(Object.keys(values), (theirs) => String(values[theirs]))
  for (const [ours, theirs] of theirsByOurs) {
    const second = theirs[1]
    if (second === undefined || back.has(ours)) continue
    report(
      'one-way',
      { path: on('values', second).path },
      `«${ours}» бывает из нескольких значений 1С (${theirs.join(', ')}): записываться будет первое. Если не оно, допишите back: { ${ours}: ${second} }.`,
      'warning',
    )
  }
  const lost = (options ?? []).filter((ours) => !theirsByOurs.has(ours) && !back.has(ours) && ours !== spec.default)
  if (lost.length > 0)
    report(
      'one-way',
      on('values'),
      `Значениям ${lost.join(', ')} нет пары в values: записать их в 1С хаб не сможет. Допишите пары, если такие значения нужны.`,
      'warning',
    )
}

/** Words that do nothing by themselves. */
function checkWords({ name, spec, at }: Field, report: Report): void {
  const unused = (word: keyof Field['spec'], why: string) =>
    report('unused-word', { path: [...at.path, word] }, `${word} у «${name}» ни на что не влияет: ${why}.`)
  const { path, compute, rows, fields, write, values } = spec
  if (path !== undefined && compute !== undefined) unused('path', 'значение вычисляет compute. Оставьте что-то одно')
  if (orElseOf(spec).length > 0 && path === undefined)
    unused('orElse', 'нет path, вместо которого его брать. Уберите его или допишите path')
  if (spec.as !== undefined && values) unused('as', 'значение берётся из values. Уберите его')
  if (spec.back && !values) unused('back', 'он дополняет values. Допишите values или уберите его')
  if (spec.back && write === undefined && values) unused('back', 'поле не пишется в 1С. Допишите write или уберите его')
  if (spec.alsoWrite && write === undefined) unused('alsoWrite', 'поле не пишется в 1С. Допишите write или уберите его')
  if (fields && rows === undefined) unused('fields', 'нет rows с табличной частью. Допишите rows или уберите его')
  if (spec.required && spec.default !== undefined && spec.default !== null)
    unused('required', 'с default поле пустым не бывает. Оставьте что-то одно')
  if (spec.type !== undefined && path === undefined)
    unused('type', 'он говорит о составном реквизите из path. Допишите path или уберите его')
}

/** Two fields written into one attribute: the last one would win. */
function checkTargets(spec: MappingSpec, report: Report): void {
  const taken = new Map<string, string>()
  for (const { name, kind, spec: field, on } of fieldsOf(spec)) {
    const path = field.write === undefined || !kind ? null : parsePath(field.path ?? '')
    if (!path || path.section !== null || path.through.length > 0) continue
    const first = taken.get(path.name)
    if (first === undefined) taken.set(path.name, name)
    else
      report(
        'write-twice',
        on('path'),
        `В «${path.name}» уже пишется «${first}»: останется только одно из двух. Уберите write у одного.`,
      )
  }
}
