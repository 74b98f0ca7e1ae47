/** The service document: every entity set of the infobase (1c-odata §2; 1c-samples/errors/service-document). */
import type { Schema } from '../schema.ts'
import { arrayText, objectText, stringText } from './json-text.ts'
import { blockTag, textTag } from './xml.ts'

export function serviceDocumentXml(schema: Schema, root: string): string {
  const collections = [...schema.sets.keys()].map((name) =>
    blockTag('collection', [textTag('atom:title', name)], { href: name }),
  )
  return blockTag('service', [blockTag('workspace', [textTag('atom:title', 'Default'), ...collections])], {
    xmlns: 'http://www.w3.org/2007/app',
    'xmlns:atom': 'http://www.w3.org/2005/Atom',
    'xml:base': root,
  })
}

export function serviceDocumentJson(schema: Schema, root: string): string {
  const sets = [...schema.sets.keys()].map((name) =>
    objectText([
      ['name', stringText(name)],
      ['url', stringText(name)],
    ]),
  )
  return objectText([
    ['odata.metadata', stringText(`${root}/$metadata`)],
    ['value', arrayText(sets)],
  ])
}
