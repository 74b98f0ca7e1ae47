/** Values of an XDTO package as XML and back (1c-odata §17). */
import { escapeText } from '../render/xml.ts'
import { childrenNamed, type XmlElement } from '../xml-tree.ts'
import { isSimple, type SimpleType, type WebService, type XdtoProperty, type XdtoValue } from './web-service.ts'

/** @throws Error in 1C's words for a value that is missing or of another type. */
export function readProperties(
  service: WebService,
  properties: readonly XdtoProperty[],
  element: XmlElement,
): Readonly<Record<string, XdtoValue>> {
  return Object.fromEntries(
    properties.map((property) => {
      const found = childrenNamed(element, property.name)
      const values = found.map((child) => readValue(service, property, child))
      if (property.many) return [property.name, values]
      if (values.length === 0 && !property.optional) {
        throw new Error(`Не задано значение обязательного свойства '${property.name}'`)
      }
      return [property.name, values[0] ?? null]
    }),
  )
}

function readValue(service: WebService, { name, type, nillable }: XdtoProperty, element: XmlElement): XdtoValue {
  const nil = Object.entries(element.attributes).find(([attribute]) => /(^|:)nil$/.test(attribute))?.[1]
  if (nil === 'true' || nil === '1') {
    if (nillable) return null
    throw new Error(`Свойство '${name}' не может принимать пустое значение`)
  }
  if (isSimple(type)) {
    const value = simple(type, element.text)
    if (value === undefined) {
      throw new Error(`Ошибка преобразования данных XDTO: значение '${element.text}' свойства '${name}' не ${type}`)
    }
    return value
  }
  return readProperties(service, propertiesOf(service, type), element)
}

/** Undefined when the text is no value of the type. */
function simple(type: SimpleType, text: string): XdtoValue | undefined {
  const bare = text.trim()
  switch (type) {
    case 'string':
      return text
    case 'boolean':
      return bare === 'true' || bare === '1' ? true : bare === 'false' || bare === '0' ? false : undefined
    case 'dateTime':
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(bare) ? bare.slice(0, 19) : undefined
    case 'base64Binary':
      return bare
    case 'decimal':
      return /^[+-]?\d+(\.\d+)?$/.test(bare) ? Number(bare) : undefined
    default:
      return /^[+-]?\d+$/.test(bare) ? Number(bare) : undefined
  }
}

/** One property with its values, each an element of its own under the prefix `m`. */
export function writeProperty(service: WebService, property: XdtoProperty, value: XdtoValue, depth: number): string[] {
  const values = property.many && Array.isArray(value) ? value : [value]
  return values.flatMap((item) => writeValue(service, property, item, depth))
}

function writeValue(service: WebService, property: XdtoProperty, value: XdtoValue, depth: number): string[] {
  const { name, type, nillable, optional } = property
  const margin = '\t'.repeat(depth)
  if (value === null || value === undefined) {
    if (nillable) return [`${margin}<m:${name} xsi:nil="true"/>`]
    if (optional || property.many) return []
    throw new Error(`Не задано значение обязательного свойства '${name}'`)
  }
  if (isSimple(type)) return [`${margin}<m:${name}>${escapeText(String(value))}</m:${name}>`]
  const record = value as Readonly<Record<string, XdtoValue>>
  const lines = propertiesOf(service, type).flatMap((inner) =>
    writeProperty(service, inner, record[inner.name], depth + 1),
  )
  if (lines.length === 0) return [`${margin}<m:${name}/>`]
  return [`${margin}<m:${name}>`, ...lines, `${margin}</m:${name}>`]
}

function propertiesOf(service: WebService, type: string): readonly XdtoProperty[] {
  const found = service.types.find(({ name }) => name === type)
  if (!found) throw new Error(`Тип '{${service.namespace}}${type}' не найден`)
  return found.properties
}
