/** The rows of an entity set, in the order of storage: no other order is promised without `$orderby` (1c-odata §9). */
import { type DocumentJournal, setName } from '../configuration.ts'
import { emptyValue } from '../edm.ts'
import type { Infobase } from '../infobase.ts'
import { rowsIn, type StoredRecord, textIn, typeName } from '../record.ts'
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
    case 'journal':
      return set.object.kind === 'DocumentJournal' ? journalRows(base, set, set.object) : []
    default:
      return base.list(set.name)
  }
}

/** The documents of a journal by date; a column is the attribute of the document under the same name, or empty. */
function journalRows(base: Infobase, set: EntitySet, journal: DocumentJournal): StoredRecord[] {
  return journal.documents
    .flatMap((documents) =>
      base.list(documents).map((document): StoredRecord => {
        const columns = set.properties.map((property) => [
          property.name,
          document[property.name] ?? emptyValue(property),
        ])
        return { ...Object.fromEntries(columns), Ref: document.Ref_Key ?? '', Ref_Type: typeName(documents) }
      }),
    )
    .sort((a, b) => (textIn(a, 'Date') < textIn(b, 'Date') ? -1 : 1))
}
