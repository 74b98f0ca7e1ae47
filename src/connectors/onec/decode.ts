import { isUtf8 } from 'node:buffer'

const bom = '\ufeff'

/**
 * Body → text, without the BOM some servers put in front (1c-odata §4). Bytes that are no UTF-8 (a web server's own page in
 * windows-1251) go by `charset`.
 */
export function decode(body: Buffer, charset = 'utf-8'): string {
  const text = isUtf8(body) ? body.toString('utf8') : new TextDecoder(knownCharset(charset)).decode(body)
  return text.startsWith(bom) ? text.slice(1) : text
}

function knownCharset(charset: string): string {
  try {
    return new TextDecoder(charset).encoding
  } catch {
    return 'utf-8'
  }
}

/** The charset a content type names, if any. */
export function charsetOf(contentType: string): string | undefined {
  return /charset="?([\w-]+)/i.exec(contentType)?.[1]
}

/** Chunks of bytes → chunks of text; a letter cut in two by a chunk boundary comes whole, a BOM not at all. */
export async function* decodeChunks(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true })
  yield decoder.decode()
}
