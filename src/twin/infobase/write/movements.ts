/** What a document has written into registers, one record set per register (1c-odata §12). */
import { recordersOf, setName } from '../configuration.ts'
import type { Infobase } from '../infobase.ts'
import type { EntitySet } from '../schema.ts'
import { writeRecordSet } from './record-set.ts'

export function clearMovements(base: Infobase, set: EntitySet, key: string): void {
  for (const register of registersOf(base, set)) {
    writeRecordSet(base, base.entitySet(register), { set: set.name, key }, [])
  }
}

/** Names of the registers that the documents of a set write to. */
export function registersOf(base: Infobase, set: EntitySet): string[] {
  return base.configuration.objects.flatMap((object) =>
    recordersOf(object).includes(set.name) ? [setName(object)] : [],
  )
}
