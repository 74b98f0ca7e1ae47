import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { decodeChunks } from '../connectors/onec/decode.ts'
import { type Metadata, readMetadata } from '../connectors/onec/metadata.ts'
import { ConfigError, describeError } from '../errors.ts'

/** Reads a `$metadata` saved into a file, also packed (`.gz`). Throws ConfigError for what is none. */
export async function readSavedMetadata(file: string): Promise<Metadata> {
  const stream = createReadStream(file)
  try {
    return await readMetadata(decodeChunks(file.endsWith('.gz') ? stream.pipe(createGunzip()) : stream))
  } catch (cause) {
    throw new ConfigError(
      `${file} — не описание базы 1С: ${describeError(cause).replace(/\.+$/, '')}. Сохраните в файл ответ <база>/odata/standard.odata/$metadata.`,
      { file },
      { cause },
    )
  }
}
