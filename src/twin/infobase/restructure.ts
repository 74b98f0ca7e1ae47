/**
 * An update of the configuration at run time: attributes get other names, and what is stored goes along. As in 1C nothing is
 * registered for exchange nodes by that, and versions of data stay (1c-odata §14).
 */
import { type Attributes, type Configuration, type MetadataObject, setName } from './configuration.ts'
import type { Row, StoredRecord, Value } from './record.ts'

/** `section` for a column of a tabular section; names without suffixes: `Контрагент`, not `Контрагент_Key`. */
export type Renaming = { set: string; section?: string | undefined; from: string; to: string }

/** @throws Error when there is no such attribute, or another one has the new name. */
export function renamedConfiguration(configuration: Configuration, renaming: Renaming): Configuration {
  const { set, section } = renaming
  let isFound = false
  const objects = configuration.objects.map((object) => {
    if (setName(object) !== set) return object
    isFound = true
    return section === undefined
      ? withAttributes(object, 'attributes', renaming)
      : withSection(object, section, renaming)
  })
  if (!isFound) throw new Error(`В конфигурации нет «${set}».`)
  return { ...configuration, objects }
}

/** The part of an object that holds attributes: registers have dimensions and resources besides. */
function withAttributes(object: MetadataObject, part: string, renaming: Renaming): MetadataObject {
  const parts = [part, 'dimensions', 'resources']
  for (const name of parts) {
    const attributes = (object as Record<string, unknown>)[name] as Attributes | undefined
    if (attributes && Object.hasOwn(attributes, renaming.from))
      return { ...object, [name]: renamedIn(attributes, renaming) } as MetadataObject
  }
  throw new Error(`В «${renaming.set}» нет реквизита «${renaming.from}».`)
}

function withSection(object: MetadataObject, section: string, renaming: Renaming): MetadataObject {
  const sections = 'sections' in object ? (object.sections ?? {}) : {}
  const columns = sections[section]
  if (!columns || !Object.hasOwn(columns, renaming.from))
    throw new Error(`В «${renaming.set}» нет колонки «${section}.${renaming.from}».`)
  return { ...object, sections: { ...sections, [section]: renamedIn(columns, renaming) } } as MetadataObject
}

function renamedIn(attributes: Attributes, { set, from, to }: Renaming): Attributes {
  if (Object.hasOwn(attributes, to)) throw new Error(`В «${set}» уже есть «${to}».`)
  return Object.fromEntries(Object.entries(attributes).map(([name, type]) => [name === from ? to : name, type]))
}

/** A record under the new name; the same record when it does not have the attribute. */
export function renamedRecord(record: StoredRecord, { section, from, to }: Renaming): StoredRecord {
  if (section === undefined) return renamedProperties<Value>(record, from, to)
  const rows = record[section]
  if (!Array.isArray(rows)) return record
  return { ...record, [section]: rows.map((row: Row) => renamedProperties(row, from, to)) }
}

/** All faces of an attribute on the wire: `X`, `X_Key`, `X_Type`, `X_Base64Data`. */
function renamedProperties<T>(record: Readonly<Record<string, T>>, from: string, to: string): Record<string, T> {
  return Object.fromEntries(
    Object.entries(record).map(([name, value]) => {
      const suffix = name.startsWith(from) ? name.slice(from.length) : null
      const isFace = suffix === '' || suffix === '_Key' || suffix === '_Type' || suffix === '_Base64Data'
      return [isFace ? to + suffix : name, value]
    }),
  )
}
