import { readMetadata } from '../../../src/connectors/onec/metadata.ts'
import { type InfobaseShape, shapeOf } from '../../../src/mapping/infobase/shape.ts'
import { realtorConfiguration } from '../../../src/twin/demo/realtor/realtor-configuration.ts'
import { metadataXml } from '../../../src/twin/infobase/render/metadata.ts'
import { deriveSchema } from '../../../src/twin/infobase/schema.ts'

/** `$metadata` of the demo base. */
export const demoXml = metadataXml(deriveSchema(realtorConfiguration))

export async function readShape(xml: string): Promise<InfobaseShape> {
  async function* once() {
    yield xml
  }
  return shapeOf(await readMetadata(once()))
}

/** Puts the elements of each level of the document in another order: `pick` gives numbers from 0 to 1. */
export function shuffled(xml: string, pick: () => number): string {
  const element = /<(EntityType|ComplexType|Association|EnumType)\b(?:[^>]*\/>|[\s\S]*?<\/\1>)/g
  const inner = /<(Property|NavigationProperty|Member|PropertyRef)\b[^>]*\/>/g
  const mixed = (text: string, pattern: RegExp): string => {
    const found = text.match(pattern) ?? []
    const order = found.map((item) => [pick(), item] as const).sort(([a], [b]) => a - b)
    let at = 0
    return text.replace(pattern, () => order[at++]?.[1] ?? '')
  }
  return mixed(
    mixed(xml, element).replace(element, (text) => mixed(text, inner)),
    /<EntitySet\b[^>]*\/>/g,
  )
}
