import type { Attribute, MetadataObject } from '../../../api/mappings/mapping-contract.ts'

/** Gives what is published of an object; null when there is no such. */
export type ObjectOf = (set: string) => Promise<MetadataObject | null>

/** What a path leads through: the attributes that may come next, and what was written of the next one. */
export interface PathPlace {
  attributes: readonly Attribute[]
  sections: MetadataObject['sections']
  /** Inside the brackets of a section's condition. */
  inCondition: boolean
  /** Offset in the path where the next name begins. */
  from: number
}

/** Follows a path that is being written as far as its last whole step; null when it leads nowhere. */
export async function followPath(path: string, set: string, objectOf: ObjectOf): Promise<PathPlace | null> {
  let object = await objectOf(set)
  let from = 0
  for (;;) {
    if (!object) return null
    const rest = path.slice(from)
    const section = /^([\p{L}\p{N}_]+)\[([^\]]*)(\]\.?)?/u.exec(rest)
    if (section) {
      const found = object.sections.find(({ name }) => name === section[1])
      if (!found) return null
      const open = section[3] === undefined
      const length = open ? (section[1]?.length ?? 0) + 1 : section[0].length
      if (open) return { attributes: found.attributes, sections: [], inCondition: true, from: from + length }
      object = { set, attributes: found.attributes, sections: [] }
      from += length
      continue
    }
    const step = /^([\p{L}\p{N}_]+)\./u.exec(rest)
    if (!step) return { attributes: object.attributes, sections: object.sections, inCondition: false, from }
    const target = referenceOf(object.attributes, step[1] ?? '')?.target
    if (!target) return null
    from += step[0].length
    object = await objectOf(target)
  }
}

/** The reference attribute that a step of a path goes through: `Владелец` of `Владелец_Key`. */
function referenceOf(attributes: readonly Attribute[], step: string): Attribute | undefined {
  return attributes.find(({ name, target }) => target !== null && (name === step || name === `${step}_Key`))
}

/** The attribute at the end of a path; null when it leads nowhere. */
export async function attributeAt(path: string, set: string, objectOf: ObjectOf): Promise<Attribute | null> {
  const place = await followPath(path, set, objectOf)
  const name = place && path.slice(place.from)
  return place?.attributes.find((attribute) => attribute.name === name) ?? null
}
