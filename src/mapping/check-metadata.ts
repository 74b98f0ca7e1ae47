import type { Finding } from './lint.ts'
import { nearest } from './nearest.ts'
import { parsePath } from './path.ts'
import { sourceOf } from './source.ts'
import { fullSpec, type MappingSpec } from './spec.ts'

/** What a mapping may lean on: entity sets of the infobase and the properties of each. */
export interface Sets {
  has(set: string): boolean
  names(): readonly string[]
  /** Property names of a set; for `Set_Section` the columns of the section. */
  properties(set: string): ReadonlySet<string>
}

/** Findings of one mapping against the infobase's `$metadata`: names that 1C does not (or no longer) know. */
export function checkMetadata(file: string, spec: MappingSpec, sets: Sets): Finding[] {
  const findings: Finding[] = []
  const report = (code: string, text: string) => findings.push({ file, line: 1, column: 1, level: 'error', code, text })
  const source = sourceOf(spec)
  // What services answer is no business of `$metadata`, nor are the columns of virtual tables sets of their own.
  if (source.kind === 'http' || source.kind === 'soap') return findings
  const { set } = source
  if (!sets.has(set)) {
    const hint = nearest(set, sets.names())
    report(
      'unknown-set',
      `В 1С нет «${set}»${hint ? `; может быть, «${hint}»?` : ''} Проверьте имя и состав стандартного интерфейса OData.`,
    )
    return findings
  }
  if (source.kind === 'table') return findings
  const needed = { plan: null, full: null, versions: ['DataVersion'], window: ['Date', 'Period', 'RecordSet'] } as const
  const wants = needed[spec.from.read ?? 'full']
  if (wants && !wants.some((name) => sets.properties(set).has(name)))
    report('read-way', `read: ${spec.from.read} не подходит: у «${set}» нет реквизита ${wants.join(' или ')}.`)
  const look = (owner: string, name: string, field: string) => {
    if (name === '' || sets.properties(owner).has(name)) return
    const hint = nearest(name, [...sets.properties(owner)])
    report(
      'unknown-property',
      `Поле «${field}»: в «${owner}» нет реквизита «${name}»${hint ? `; может быть, «${hint}»?` : '.'}`,
    )
  }
  for (const [field, short] of Object.entries(spec.fields)) {
    const full = fullSpec(short)
    const path = parsePath(full.path ?? full.rows ?? '')
    if (!path) continue
    if (full.rows === undefined && path.section === null) {
      look(set, path.name, field)
      if (full.orElse) look(set, full.orElse, field)
      continue
    }
    const section = path.section ?? path.name
    look(set, section, field)
    const owner = `${set}_${section}`
    if (!sets.has(owner)) continue
    const columns = [
      path.section === null ? '' : path.name,
      path.where?.name ?? '',
      full.orElse ?? '',
      ...Object.values(full.fields ?? {}),
    ]
    for (const column of columns) look(owner, column, field)
  }
  return findings
}
