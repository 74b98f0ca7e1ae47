/** A canonical reference to an object: `Catalog_X(guid'…')`, alone or at the end of an absolute URL. */
import type { Schema } from '../schema.ts'
import { UUID } from './literal.ts'

export function parseEntityReference(schema: Schema, text: string): { set: string; key: string } | undefined {
  const match = /(?:^|\/)([^/()']+)\((?:Ref_Key=)?guid'([^']*)'\)$/.exec(text)
  const [, set = '', key = ''] = match ?? []
  if (schema.sets.get(set)?.form !== 'object' || !UUID.test(key)) return undefined
  return { set, key: key.toLowerCase() }
}
