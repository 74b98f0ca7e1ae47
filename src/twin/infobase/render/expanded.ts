/** The object a reference of `$expand` points to (1c-odata §9). */
import type { Infobase } from '../infobase.ts'
import type { Expanded } from '../query/selected.ts'
import { isFilled, type StoredRecord, typeName } from '../record.ts'

/** Nothing for an empty reference, a dangling one, and a composite one of another type. */
export function expandedRecord(
  base: Infobase,
  { property, to, isComposite }: Expanded,
  row: StoredRecord,
): StoredRecord | undefined {
  const guid = row[property.name]
  if (!isFilled(guid)) return undefined
  if (isComposite && row[`${property.name}_Type`] !== typeName(to)) return undefined
  return base.get(to, guid)
}
