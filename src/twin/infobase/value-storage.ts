/** Value storages: what may be read of them, and how the bytes are sent (1c-odata §7). */
import { unreadableStorage } from './errors.ts'
import { type StoredRecord, textIn } from './record.ts'

export const OCTETS = 'application/octet-stream'
const READABLE = /^(application\/octet-stream|application\/xml\+xdto|image\/[\w.+-]+)$/

/** An empty storage has no type and reads as nothing. */
export const isReadable = (mediaType: string): boolean => mediaType === '' || READABLE.test(mediaType)

/** @throws 501 for a type that has no representation outside 1C. */
export function contentOf(record: StoredRecord, attribute: string): { mediaType: string; bytes: Buffer } {
  const mediaType = textIn(record, `${attribute}_Type`)
  if (!isReadable(mediaType)) throw unreadableStorage(attribute)
  return { mediaType: mediaType || OCTETS, bytes: Buffer.from(textIn(record, `${attribute}_Base64Data`), 'base64') }
}
