/** An XML document as a tree, for what clients send: Atom entries, SOAP envelopes, saved `$metadata`. */
import { SaxesParser } from 'saxes'

export type XmlElement = {
  /** The name without its prefix. */
  name: string
  /** The namespace; empty for none. */
  namespace: string
  /** By name as written, prefix included. */
  attributes: Readonly<Record<string, string>>
  children: readonly XmlElement[]
  /** The text directly inside, pieces joined. */
  text: string
}

type Growing = XmlElement & { children: Growing[] }

/** @throws Error saying where the text is no XML. */
export function parseXml(source: string): XmlElement {
  const root: Growing = { name: '', namespace: '', attributes: {}, children: [], text: '' }
  const stack = [root]
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ local, uri, attributes }) => {
    const written = Object.values(attributes).map(({ name, value }) => [name, value] as const)
    const element: Growing = {
      name: local,
      namespace: uri,
      attributes: Object.fromEntries(written),
      children: [],
      text: '',
    }
    stack.at(-1)?.children.push(element)
    stack.push(element)
  })
  const addText = (text: string) => {
    const current = stack.at(-1)
    if (current) current.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    stack.pop()
  })
  parser.write(source.replace(/^\uFEFF/, '')).close()
  const [document] = root.children
  if (!document) throw new Error('The XML document is empty.')
  return document
}

export const childNamed = ({ children }: XmlElement, name: string): XmlElement | undefined =>
  children.find((child) => child.name === name)

export const childrenNamed = ({ children }: XmlElement, name: string): XmlElement[] =>
  children.filter((child) => child.name === name)
