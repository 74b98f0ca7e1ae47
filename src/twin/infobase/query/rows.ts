/** The rows of an entity set, in the order of storage: no other order is promised without `$orderby` (1c-odata §9). */
import { setName } from '../configuration.ts'
import type { Infobase } from '../infobase.ts'
import { rowsIn, type StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'

export function rowsOfSet(base: Infobase, set: EntitySet): readonly StoredRecord[] {
  switch (set.form) {
    case 'section': {
      const section = set.section ?? ''
      return base
        .list(setName(set.object))
        .flatMap((owner) => rowsIn(owner, section).map((row) => ({ Ref_Key: owner.Ref_Key ?? '', ...row })))
    }
    case 'records':
      return base.list(setName(set.object)).flatMap((recordSet) => rowsIn(recordSet, 'RecordSet'))
    default:
      return base.list(set.name)
  }
}
