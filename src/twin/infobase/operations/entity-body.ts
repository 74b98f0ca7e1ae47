/** The entity in the body of a write: JSON, or an Atom entry (1c-odata §12; guide 17.4.13.1.2). */
import { brokenJson, brokenXml, internalError, propertyNotFound } from '../errors.ts'
import { takeOne } from '../faults.ts'
import type { EntitySet } from '../schema.ts'
import type { Body } from '../write/assign.ts'
import { childNamed, childrenNamed, parseXml, type XmlElement } from '../xml-tree.ts'
import type { ODataRequest } from './request.ts'

/** @throws -1 for broken JSON and for a body that is no object, code 2 for broken XML, code 10 for an unknown property. */
export function entityBody(request: ODataRequest, set: EntitySet): Body {
  const { base, body, contentType, isDataLoad } = request
  const given = /xml/i.test(contentType) || /^\uFEFF?\s*</.test(body) ? atomBody(body) : jsonBody(body)
  if (base.faults.refuseUnknownProperties) requireKnown(set, given)
  return !isDataLoad && takeOne(base.faults, 'handlerChanges') ? changedByHandler(set, given) : given
}

function jsonBody(text: string): Body {
  let parsed: unknown
  try {
    parsed = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    throw brokenJson()
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw internalError()
  return { ...parsed }
}

function atomBody(text: string): Body {
  let entry: XmlElement
  try {
    entry = parseXml(declared(text))
  } catch {
    throw brokenXml()
  }
  const content = childNamed(entry, 'content')
  const properties = content && childNamed(content, 'properties')
  if (entry.name !== 'entry' || !properties) throw brokenXml()
  return { ...links(entry), ...Object.fromEntries(properties.children.map((child) => [child.name, atomValue(child)])) }
}

/** The guide's own sample leaves the prefixes of the entry undeclared outside its properties; both are well known. */
function declared(text: string): string {
  return text.replace(/<entry(?=[\s>])(?![^>]*xmlns:d=)/, '<entry xmlns:d="d" xmlns:m="m"')
}

function atomValue(element: XmlElement): unknown {
  const { attributes, text } = element
  if (attributes['m:null'] === 'true') return null
  if (!attributes['m:type']?.startsWith('Collection(')) return text
  return childrenNamed(element, 'element').map((row) =>
    Object.fromEntries(row.children.map((child) => [child.name, atomValue(child)])),
  )
}

/** `<link rel="…/related/X" href="Catalog_Y(guid'…')"/>` sets the reference X. */
function links(entry: XmlElement): Record<string, string> {
  return Object.fromEntries(
    childrenNamed(entry, 'link').flatMap(({ attributes }) => {
      const name = /\/related\/(.+)$/.exec(attributes.rel ?? '')?.[1]
      // A link read from the server leads from the entity itself and says nothing new.
      return name && attributes.href && !attributes.href.endsWith(`/${name}`)
        ? [[`${name}@odata.bind`, attributes.href]]
        : []
    }),
  )
}

function requireKnown(set: EntitySet, body: Body): void {
  for (const name of Object.keys(body)) {
    const isAnnotation = name.includes('@') || name.startsWith('odata.')
    if (!isAnnotation && !set.properties.some((property) => property.name === name)) throw propertyNotFound(name)
  }
}

/** A handler that puts texts in order: what is stored is not what was sent, and nobody says so (1c-odata §12). */
function changedByHandler(set: EntitySet, body: Body): Body {
  const texts = set.properties.filter(({ type }) => type.kind === 'string').map(({ name }) => name)
  const changed = texts.flatMap((name) => {
    const value = body[name]
    return typeof value === 'string' ? [[name, value.toUpperCase()] as const] : []
  })
  return { ...body, ...Object.fromEntries(changed) }
}
