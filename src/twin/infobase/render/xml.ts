/** XML text as 1C prints it: indented by tabs, empty elements closed in place (1c-samples/atom). */
export type XmlAttributes = Readonly<Record<string, string>>

/** Line ends inside text are written as references: indentation must not reach into a value. Quotes stay as they are. */
const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\r': '&#13;',
}

export const escapeText = (text: string): string => text.replace(/[&<>\n\r]/g, (char) => ESCAPES[char] ?? char)

export const escapeAttribute = (text: string): string => text.replace(/[&<>"\n\r]/g, (char) => ESCAPES[char] ?? char)

function openTag(name: string, attributes: XmlAttributes = {}): string {
  return `<${name}${attributesText(attributes)}>`
}

export function emptyTag(name: string, attributes: XmlAttributes = {}): string {
  return `<${name}${attributesText(attributes)}/>`
}

/** An element with text; an empty text gives an empty element. */
export function textTag(name: string, text: string, attributes: XmlAttributes = {}): string {
  return text === '' ? emptyTag(name, attributes) : `${openTag(name, attributes)}${escapeText(text)}</${name}>`
}

/** An element whose children stand on lines of their own, one level deeper. */
export function blockTag(name: string, children: readonly string[], attributes: XmlAttributes = {}): string {
  if (children.length === 0) return emptyTag(name, attributes)
  return `${openTag(name, attributes)}\n${indent(children)}\n</${name}>`
}

function indent(lines: readonly string[]): string {
  return lines.map((line) => `\t${line.replaceAll('\n', '\n\t')}`).join('\n')
}

function attributesText(attributes: XmlAttributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`)
    .join('')
}
