import type { Attribute, MetadataObject, Samples } from '../../../api/mappings/mapping-contract.ts'

/** What a service hands out, told by records of it: nothing describes them but themselves. */
export function sampleObject({ records }: Samples): MetadataObject {
  const object: MetadataObject = { set: '', attributes: [], sections: [] }
  for (const [name, value] of membersOf(records.map(({ raw }) => raw))) {
    if (Array.isArray(value)) object.sections.push({ name, attributes: attributesOf(value) })
    else object.attributes.push(attributeOf(name, value))
  }
  return object
}

const attributesOf = (rows: readonly unknown[]): Attribute[] =>
  Array.from(membersOf(rows), ([name, value]) => attributeOf(name, value))

/** Names met in any of the records, each with a value it had. */
function membersOf(records: readonly unknown[]): Map<string, unknown> {
  const members = new Map<string, unknown>()
  for (const record of records) {
    if (typeof record !== 'object' || record === null) continue
    for (const [name, value] of Object.entries(record)) if (!members.get(name)) members.set(name, value)
  }
  return members
}

const types: Readonly<Record<string, string>> = { number: 'Edm.Decimal', boolean: 'Edm.Boolean', string: 'Edm.String' }

const attributeOf = (name: string, value: unknown): Attribute => ({
  name,
  type: types[typeof value] ?? '',
  length: null,
  target: null,
  values: null,
})
