import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'

export interface WrittenDocument {
  /** Bytes. */
  size: number
  /** Hash of the whole document. */
  etag: string
  /** Hash of all but its first piece. */
  contentHash: string
}

/** Writes a new file from pieces, hashing as it goes; it is on disk when this resolves. The file must not exist yet. */
export async function writeDocument(path: string, chunks: Iterable<string>): Promise<WrittenDocument> {
  const whole = createHash('sha256')
  const content = createHash('sha256')
  let size = 0
  const file = await open(path, 'wx')
  try {
    for (const { text, isHead } of batches(chunks)) {
      const bytes = Buffer.from(text)
      size += bytes.length
      whole.update(bytes)
      if (!isHead) content.update(bytes)
      await file.appendFile(bytes)
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { size, etag: whole.digest('hex').slice(0, 32), contentHash: content.digest('hex') }
}

/** Characters written at once: few enough for the event loop to get its turn every millisecond or two. */
const batchLength = 64 * 1024

function* batches(chunks: Iterable<string>): Generator<{ text: string; isHead: boolean }> {
  let text = ''
  let isHead = true
  for (const chunk of chunks) {
    text += chunk
    if (!isHead && text.length < batchLength) continue
    yield { text, isHead }
    text = ''
    isHead = false
  }
  if (text) yield { text, isHead }
}
