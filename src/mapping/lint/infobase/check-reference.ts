import type { EntityName } from '../../../model/index.ts'
import type { InfobaseSchema } from '../../schema.ts'
import type { Field } from '../field-sources.ts'
import type { At } from '../places.ts'
import { guess, type Report } from '../report.ts'
import { type Found, isComposite } from './walk.ts'

/** Set that each entity is read from, by all mapping files together. */
export type SetsByEntity = ReadonlyMap<EntityName, string>

/** Whether a reference leads to the catalog that the mapping of the referred entity reads. */
export function checkReference(
  schema: InfobaseSchema,
  sets: SetsByEntity,
  { kind, spec, on }: Field,
  { owner, name: attribute, property }: Found,
  at: At,
  report: Report,
): void {
  const entity = spec.compute === undefined ? (kind?.refersTo ?? null) : null
  const wanted = entity === null ? undefined : sets.get(entity)
  if (wanted === undefined) return
  if (isComposite(schema, owner, attribute)) {
    const type = spec.type?.replace(/^StandardODATA\./, '')
    if (type !== undefined && type !== wanted)
      report(
        'wrong-reference',
        on('type'),
        `type: ${type}, а «${entity}» берётся из «${wanted}». Укажите type: ${wanted}.`,
      )
    return
  }
  if (property.type !== 'Edm.Guid') return
  const target = attribute === 'Ref_Key' ? owner : schema.target(owner, attribute)
  if (target === wanted) return
  const hint = guess(referenceTo(schema, owner, wanted))
  if (target !== null)
    report(
      'wrong-reference',
      at,
      `«${attribute}» ведёт в «${target}», а «${entity}» берётся из «${wanted}»${hint}${hint === '.' ? ' Укажите другой реквизит.' : ''}`,
    )
  // Of rows that are no set of their own nothing is known of where their references lead.
  else if (schema.has(owner) && attribute.endsWith('_Key') && isAnyKnown(schema, owner))
    report(
      'not-published',
      at,
      `«${attribute}» ведёт к объекту, которого нет в составе OData, а «${entity}» берётся из «${wanted}»${hint}`,
      'warning',
    )
}

function referenceTo(schema: InfobaseSchema, owner: string, wanted: string): string | null {
  return (
    [...schema.properties(owner)].find((each) => each.endsWith('_Key') && schema.target(owner, each) === wanted) ?? null
  )
}

function isAnyKnown(schema: InfobaseSchema, owner: string): boolean {
  return [...schema.properties(owner)].some((each) => schema.target(owner, each) !== null)
}
