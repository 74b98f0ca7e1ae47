import type { InfobaseSchema, SchemaProperty } from '../../schema.ts'
import type { At } from '../places.ts'
import { guess, type Report } from '../report.ts'
import { closest, nearestProperty } from './nearest-name.ts'

/** One name of a path and where to point when it is wrong. */
export interface Name {
  name: string
  at: At
}

/** An attribute found in the infobase. */
export interface Found {
  owner: string
  name: string
  property: SchemaProperty
}

/** Where a walk has come to: a set, or nowhere: what is wrong has been told, or cannot be known. */
export type Where = string | null

const outside = 'UnavailableEntities'

/** Goes from a set through references, one name after another. `type` says of what type the first composite one is. */
export function throughReferences(
  schema: InfobaseSchema,
  from: Where,
  names: readonly Name[],
  report: Report,
  type?: string,
): Where {
  let set = from
  let composite = type
  for (const { name, at } of names) {
    if (set === null) return null
    const target = schema.target(set, name)
    if (target !== null && !name.endsWith('_Key')) {
      set = target
      continue
    }
    if (isComposite(schema, set, name)) {
      if (composite === undefined || composite.startsWith('Edm.')) {
        report(
          'wrong-type',
          at,
          `«${name}» — реквизит составного типа: скажите, через какой набор идёт путь (у поля — type: Catalog_…, в условии — cast).`,
        )
        return null
      }
      set = schema.has(composite) ? composite : null
      composite = undefined
      continue
    }
    reportNoReference(schema, set, { name, at }, report)
    return null
  }
  return set
}

function reportNoReference(schema: InfobaseSchema, set: string, { name, at }: Name, report: Report): void {
  const names = schema.properties(set)
  const bare = name.replace(/_Key$/, '')
  if (name !== bare && schema.target(set, bare) !== null)
    report('unknown-property', at, `Через ссылку идут по её имени без «_Key»: «${bare}».`)
  else if (name.startsWith(outside) || names.has(`${bare}_Key`))
    report(
      'not-published',
      at,
      `«${name}» в «${set}» ведёт к объекту, которого нет в составе OData. Включите этот объект в состав или возьмите другой реквизит.`,
    )
  else if (names.has(name))
    report('wrong-type', at, `«${name}» в «${set}» — не ссылка, пройти через него нельзя. Укажите реквизит-ссылку.`)
  else reportUnknown(schema, set, { name, at }, report)
}

/** The rows a section name leads to. */
export function sectionIn(schema: InfobaseSchema, set: Where, { name, at }: Name, report: Report): Where {
  if (set === null) return null
  const rows = schema.section(set, name)
  if (rows !== null) return rows
  if (schema.properties(set).has(name)) {
    report('wrong-type', at, `«${name}» в «${set}» — реквизит, а не табличная часть. Укажите табличную часть.`)
    return null
  }
  const sections = [...schema.properties(set)].filter((each) => schema.section(set, each) !== null)
  const hint = closest(name, sections)
  const all = sections.length > 0 ? ` Есть: ${sections.join(', ')}.` : ''
  report(
    'unknown-section',
    at,
    `В «${set}» нет табличной части «${name}»${guess(hint)}${hint ? '' : all} Если она есть в 1С, включите её в состав OData.`,
  )
  return null
}

/** The attribute of a set that a name means; null when it has none, which is told, or when nobody can tell. */
export function attributeIn(schema: InfobaseSchema, set: Where, { name, at }: Name, report: Report): Found | null {
  if (set === null || schema.properties(set).size === 0) return null
  const property = schema.property(set, name)
  if (property) return { owner: set, name, property }
  if (name.startsWith(outside))
    report('not-published', at, `«${name}» — тип, которого нет в составе OData. Включите его объект в состав.`)
  else reportUnknown(schema, set, { name, at }, report)
  return null
}

function reportUnknown(schema: InfobaseSchema, set: string, { name, at }: Name, report: Report): void {
  const hint = nearestProperty(name, set, schema)
  const text = `В «${set}» нет реквизита «${name}»${guess(hint)}`
  report('unknown-property', at, hint ? text : `${text} Возможно, его переименовали в 1С.`)
}

/** A composite attribute holds a value and, beside it, the name of its type (1c-odata §7). */
export function isComposite(schema: InfobaseSchema, set: string, name: string): boolean {
  return schema.properties(set).has(`${name}_Type`) && schema.property(set, name)?.type === 'Edm.String'
}
