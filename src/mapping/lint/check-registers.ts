import { attributesIn } from '../expression/expression.ts'
import { parsePath } from '../path.ts'
import { type MappingSpec, orElseOf } from '../spec.ts'
import { type Field, fieldsOf } from './field-sources.ts'
import type { Report } from './report.ts'

/** Registers that nothing is taken of, and fields that would be written into one. */
export function checkRegisterUse(spec: MappingSpec, report: Report): void {
  const { registers = {} } = spec.from
  if (Object.keys(registers).length === 0) return
  const fields = fieldsOf(spec)
  const used = new Set([...expressionNames(spec.when), ...fields.flatMap(sourcesOf)])
  for (const name of Object.keys(registers).filter((each) => !used.has(each)))
    report(
      'unused-word',
      { path: ['from', 'registers', name] },
      `Из регистра «${name}» ничего не берётся, а читается он каждый раз. Уберите его или укажите в поле «${name}[].Реквизит».`,
    )
  for (const { name, spec: field, on } of fields) {
    const section = parsePath(field.path ?? '')?.section ?? ''
    if (field.write !== undefined && Object.hasOwn(registers, section))
      report('one-way', on('write'), `«${name}» нельзя записать в 1С: регистры хаб только читает. Уберите write.`)
  }
}

/** First names of everything a field is taken from. */
function sourcesOf({ spec }: Field): string[] {
  const paths = [spec.path, spec.rows, ...orElseOf(spec)].flatMap((text) => parsePath(text ?? '') ?? [])
  return [
    ...paths.map(({ through: [first], section, name }) => first ?? section ?? name),
    ...expressionNames(spec.compute),
    ...expressionNames(spec.when),
  ]
}

const expressionNames = (text: string | undefined): string[] =>
  text === undefined ? [] : attributesIn(text).flatMap(({ path: [first] }) => first ?? [])
