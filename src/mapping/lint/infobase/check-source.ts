import type { InfobaseSchema } from '../../schema.ts'
import type { Source } from '../../source.ts'
import { type MappingSpec, virtualTables } from '../../spec.ts'
import { namesIn, type Step } from '../odata-names.ts'
import type { At } from '../places.ts'
import { guess, type Report } from '../report.ts'
import { nearestSet } from './nearest-name.ts'
import { attributeIn, type Name, sectionIn, throughReferences, type Where } from './walk.ts'

/** What a way of reading needs of its set; one of the names. */
const ways: Readonly<Record<string, readonly string[]>> = {
  versions: ['DataVersion'],
  window: ['Date', 'Period', 'RecordSet'],
}

/** Whether the source of a mapping is published; gives the name its columns are known by. */
export function checkSource(schema: InfobaseSchema, source: Source, spec: MappingSpec, report: Report): Where {
  // What services answer is no business of `$metadata`.
  if (source.kind === 'http' || source.kind === 'soap') return null
  const { set } = source
  if (!schema.has(set)) {
    const hint = nearestSet(set, schema)
    const where = 'Проверьте имя; если оно верно, включите объект в состав стандартного интерфейса OData.'
    report('unknown-set', { path: ['from', 'set'], on: 'value' }, `В 1С нет «${set}»${guess(hint)} ${where}`)
    return null
  }
  if (source.kind === 'table') {
    const columns = schema.table(set, source.table)
    if (columns !== null) return columns
    const there = virtualTables.filter((table) => schema.table(set, table) !== null)
    const known = there.length > 0 ? ` Есть: ${there.join(', ')}.` : ' Уберите table.'
    report(
      'unknown-table',
      { path: ['from', 'table'], on: 'value' },
      `У «${set}» нет виртуальной таблицы ${source.table}.${known}`,
    )
    return null
  }
  const { read } = spec.from
  const wants = read === undefined ? undefined : ways[read]
  if (wants && !wants.some((name) => schema.properties(set).has(name)))
    report(
      'read-way',
      { path: ['from', 'read'], on: 'value' },
      `read: ${read} не подходит: у «${set}» нет ${wants.join(', ')}. Уберите read, хаб выберет способ сам.`,
    )
  return set
}

/** Names in the conditions of a published source and of `lookup`; `columns` is what `checkSource` gave. */
export function checkConditions(schema: InfobaseSchema, spec: MappingSpec, columns: string, report: Report): void {
  const { set, filter, order, only, parameters } = spec.from
  if (filter !== undefined) checkNames(schema, columns, filter, { path: ['from', 'filter'], on: 'value' }, report)
  if (order !== undefined) checkNames(schema, columns, order, { path: ['from', 'order'], on: 'value' }, report)
  for (const name of Object.keys(only ?? {}))
    attributeIn(schema, columns, { name, at: { path: ['from', 'only', name] } }, report)
  const condition = parameters?.Condition
  // A condition of a virtual table is on the dimensions of its register; one of an accounting register also names what
  // its rows do not show, and ways that `$metadata` does not declare.
  if (typeof condition === 'string' && !set.startsWith('AccountingRegister_')) {
    const at: At = { path: ['from', 'parameters', 'Condition'], on: 'value' }
    checkNames(schema, registerRows(schema, set), condition, at, report)
  }
  for (const [name, text] of Object.entries(spec.lookup ?? {}))
    checkNames(schema, set, text, { path: ['lookup', name], on: 'value' }, report)
}

/** A register that documents write has its dimensions in its rows. */
function registerRows(schema: InfobaseSchema, set: string): string {
  const rows = `${set}_RecordType`
  return schema.has(rows) ? rows : set
}

/** Names in a condition of OData on the records of a set. */
export function checkNames(schema: InfobaseSchema, set: string, text: string, at: At, report: Report): void {
  const nameAt = ({ name: word, at: from }: Step): Name => ({ name: word, at: { ...at, word, from } })
  for (const { section, steps, isSection } of namesIn(text)) {
    const names = steps.map(nameAt)
    const last = names.pop()
    if (!last) continue
    const owner = throughReferences(schema, rowsOf(schema, set, section.map(nameAt)), names, report)
    if (isSection) sectionIn(schema, owner, last, report)
    else attributeIn(schema, owner, last, report)
  }
}

/** The rows a variable of `any(…)` stands for; that its section is there was told where it is named first. */
function rowsOf(schema: InfobaseSchema, set: string, section: Name[]): Where {
  const last = section.pop()
  const silent: Report = () => undefined
  return last ? sectionIn(schema, throughReferences(schema, set, section, silent), last, silent) : set
}
