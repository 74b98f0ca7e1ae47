import { SaxesParser } from 'saxes'
import { CallError } from '../onec/failure.ts'

export interface XmlElement {
  local: string
  namespace: string
  attributes: { local: string; namespace: string; value: string }[]
  children: XmlElement[]
  /** Its own text, without that of its children. */
  text: string
}

/** Deeper than any message of ours; keeps hostile ones from costing a stack. */
const deepest = 50

/**
 * Reads a whole XML text. Prefixes are resolved, so whatever 1C names them is the same. Throws CallError for what is not
 * well-formed and for a document type: SOAP forbids one (SOAP 1.1 §3), and its entities are an old way to do harm.
 */
export function readXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true, position: true })
  const open: XmlElement[] = []
  let root: XmlElement | null = null
  const fail = (why: string): never => {
    throw new CallError('broken_message', `Сообщение — не XML: ${why}.`)
  }
  parser.on('error', (error) => fail(`строка ${parser.line}, знак ${parser.column} (${error.message})`))
  parser.on('doctype', () => fail('DOCTYPE в сообщениях SOAP запрещён'))
  parser.on('opentag', (tag) => {
    const element: XmlElement = {
      local: tag.local,
      namespace: tag.uri,
      attributes: Object.values(tag.attributes).map(({ local, uri, value }) => ({ local, namespace: uri, value })),
      children: [],
      text: '',
    }
    const parent = open.at(-1)
    if (parent) parent.children.push(element)
    else root = element
    open.push(element)
    if (open.length > deepest) fail(`вложенность больше ${deepest}`)
  })
  parser.on('closetag', () => void open.pop())
  const onText = (part: string) => {
    const element = open.at(-1)
    if (element) element.text += part
  }
  parser.on('text', onText)
  parser.on('cdata', onText)
  parser.write(text).close()
  return root ?? fail('нет ни одного элемента')
}
