/** `DataVersion`: an 8-byte counter in base64, 0 after creation, plus one on every write (1c-odata §12). Opaque to clients. */
export const FIRST_VERSION = encode(0n)

export function nextVersion(version: string): string {
  return encode(Buffer.from(version, 'base64').readBigUInt64BE() + 1n)
}

function encode(counter: bigint): string {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(counter)
  return bytes.toString('base64')
}
