import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'

/** What a reader of one XML vocabulary does with the document's events; `take` hands over what is complete by now. */
export interface XmlReader<T> {
  open(tag: SaxesTagNS): void
  text(text: string): void
  close(tag: SaxesTagNS): void
  take(): T[]
}

/**
 * Feeds a document to a reader chunk by chunk, so that its size does not matter. A document that is malformed or ends
 * too early throws: half of a package must never look like a small one.
 */
export async function* readXml<T>(chunks: AsyncIterable<string>, reader: XmlReader<T>): AsyncGenerator<T> {
  const parser = parserFor(reader)
  for await (const chunk of chunks) {
    parser.write(chunk)
    yield* reader.take()
  }
  parser.close()
  yield* reader.take()
}

/** The same for a document at hand. */
export function readXmlText<T>(document: string, reader: XmlReader<T>): T[] {
  parserFor(reader).write(document).close()
  return reader.take()
}

function parserFor(reader: XmlReader<unknown>): SaxesParser<{ xmlns: true }> {
  const parser = new SaxesParser({ xmlns: true, position: false })
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', (tag) => reader.open(tag))
  parser.on('closetag', (tag) => reader.close(tag))
  parser.on('text', (text) => reader.text(text))
  parser.on('cdata', (text) => reader.text(text))
  return parser
}

/** Value of an attribute by its local name, in the given namespace (none by default: attributes have no default one). */
export function attribute(tag: SaxesTagNS, local: string, uri = ''): string | null {
  const found: SaxesAttributeNS | undefined = Object.values(tag.attributes).find(
    (candidate) => candidate.local === local && candidate.uri === uri,
  )
  return found?.value ?? null
}
