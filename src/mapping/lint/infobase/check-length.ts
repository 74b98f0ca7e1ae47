import type { EntityName } from '../../../model/index.ts'
import type { InfobaseSchema } from '../../schema.ts'
import type { Field } from '../field-sources.ts'
import type { At } from '../places.ts'
import type { Report } from '../report.ts'
import type { Found } from './walk.ts'

/** A string 1C was seen to cut short without a word (1c-odata §12): what was sent was longer than `kept` characters. */
export interface Truncation {
  set: string
  attribute: string
  kept: number
}

/** Characters that what the hub writes may take, by converter and by field; where nothing is said nobody can tell. */
const roomByConverter: Readonly<Record<string, number>> = { phone: 15, e164: 15, phoneText: 18 }
const roomByField: Partial<Record<EntityName, Readonly<Record<string, number>>>> = {
  client: { name: 100, externalKey: 40 },
  interaction: { externalKey: 60, recordingUrl: 300, keyword: 100, phone: 20, dialled: 20 },
}

/** Whether an attribute is long enough for what is written into it: 1C cuts the rest off and says nothing. */
export function checkLength(
  schema: InfobaseSchema,
  entity: EntityName,
  { name, kind, spec, at: key }: Field,
  found: Found,
  at: At,
  truncated: readonly Truncation[],
  report: Report,
): void {
  if (spec.write === undefined) return
  const cut = truncated.find(({ set, attribute }) => set === found.owner && attribute === found.name)
  if (cut)
    report(
      'too-long',
      at,
      `1С уже обрезала «${found.name}» до ${cut.kept} знаков: хвост значения потерян. Удлините реквизит в 1С или уберите write.`,
    )
  const { maxLength } = found.property
  for (const [attribute, what] of Object.entries(spec.alsoWrite ?? {})) {
    const room = schema.property(found.owner, attribute)?.maxLength
    const need = typeof what === 'string' ? what.length : typeof what === 'object' ? (roomByConverter[what.as] ?? 0) : 0
    if (room !== undefined && need > room)
      report('too-long', { path: [...key.path, 'alsoWrite', attribute] }, lengthText(attribute, room, need))
  }
  if (maxLength === undefined || cut) return
  for (const theirs of Object.keys(spec.values ?? {}))
    if (theirs.length > maxLength)
      report('too-long', { path: [...key.path, 'values', theirs] }, lengthText(found.name, maxLength, theirs.length))
  if (spec.values) return
  const need = roomByField[entity]?.[name] ?? roomByConverter[spec.as ?? kind?.as ?? ''] ?? 0
  if (need > maxLength) report('too-long', at, lengthText(found.name, maxLength, need))
}

function lengthText(attribute: string, room: number, need: number): string {
  return `В «${attribute}» помещается ${room} знаков, а хаб пишет до ${need}: 1С молча отрежет хвост. Удлините реквизит в 1С.`
}
