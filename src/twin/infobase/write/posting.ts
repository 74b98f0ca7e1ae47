/** Posting a document: its handler writes movements, one record set per register (1c-odata §12, §13). */
import { instanceNotFound, methodNotFound, refused } from '../errors.ts'
import type { Infobase } from '../infobase.ts'
import type { StoredRecord } from '../record.ts'
import type { EntitySet } from '../schema.ts'
import { clearMovements, registersOf } from './movements.ts'
import { keepChanged } from './object.ts'
import { writeRecordSet } from './record-set.ts'

export function post(base: Infobase, set: EntitySet, key: string): StoredRecord {
  const { object, document } = postable(base, set, key, 'Post')
  if (document.DeletionMark === true) throw refused('Помеченный на удаление документ не может быть проведен!')
  const posted = keepChanged(base, set, document, { ...document, Posted: true })
  const written = object.posting(posted, base)
  for (const register of registersOf(base, set)) {
    const rows = written.find((movements) => movements.register === register)?.rows ?? []
    writeRecordSet(base, base.entitySet(register), { set: set.name, key }, rows)
  }
  return posted
}

export function unpost(base: Infobase, set: EntitySet, key: string): StoredRecord {
  const { document } = postable(base, set, key, 'Unpost')
  clearMovements(base, set, key)
  return keepChanged(base, set, document, { ...document, Posted: false })
}

function postable(base: Infobase, set: EntitySet, key: string, method: string) {
  const { object } = set
  if (object.kind !== 'Document' || !object.posting) throw methodNotFound(method)
  const document = base.get(set.name, key)
  if (!document) throw instanceNotFound(object.name)
  return { object: { ...object, posting: object.posting }, document }
}
