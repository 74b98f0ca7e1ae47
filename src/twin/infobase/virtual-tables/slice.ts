/** SliceLast and SliceFirst of a periodic register: one row per combination of dimensions (1c-odata §10). */
import type { InformationRegister } from '../configuration.ts'
import type { Infobase } from '../infobase.ts'
import { propertiesOf } from '../properties.ts'
import { rowsOfSet } from '../query/rows.ts'
import { filterRows } from '../query/run.ts'
import { type StoredRecord, textIn } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import type { TableResult } from './functions.ts'
import type { TableArguments } from './table-arguments.ts'

/** The row with the last period not after `Period`, or the first not before it; the condition applies before slicing. */
export function slice(
  base: Infobase,
  register: InformationRegister,
  set: EntitySet,
  side: 'last' | 'first',
  given: TableArguments,
): TableResult {
  const dimensions = propertiesOf(register.dimensions)
  const best = new Map<string, StoredRecord>()
  for (const row of filterRows(base, set, rowsOfSet(base, set), given.condition)) {
    if (row.Active === false) continue
    const period = textIn(row, 'Period')
    if (given.period !== null && (side === 'last' ? period > given.period : period < given.period)) continue
    const key = dimensions.map((property) => row[property.name]).join('|')
    const known = best.get(key)
    const knownPeriod = known ? textIn(known, 'Period') : null
    if (knownPeriod === null || (side === 'last' ? period > knownPeriod : period < knownPeriod)) best.set(key, row)
  }
  return { shape: set, rows: [...best.values()] }
}
