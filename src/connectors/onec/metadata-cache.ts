import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { z } from 'zod'
import { decodeChunks } from './decode.ts'
import { type Metadata, readMetadata } from './metadata.ts'

/**
 * `$metadata` of an infobase. It takes 1C up to 40 s to make and says nothing of its version (1c-odata §8), so what was
 * read once is used at once, also after a restart, and compared by checksum with what 1C says now in the background.
 */
export interface CachedMetadata {
  /**
   * At once when it is known at all; 1C is asked again behind the scenes when an hour has passed. A `set` that is not in it
   * may have been published since: then 1C is asked before anything is said.
   */
  get(set?: string): Promise<Metadata>
  /** Asks 1C, whatever is known. */
  refresh(): Promise<Metadata>
  /** What is at hand without asking anybody; null before the first reading. */
  known(): Metadata | null
}

export interface MetadataCacheOptions {
  /** Names the infobase the kept document belongs to. */
  root: string
  folder: string | null
  /** Lets `digest` read the document as it arrives; throws like every reading request. */
  read<T>(digest: (text: AsyncIterable<string>) => Promise<T>): Promise<T>
}

/** After so long 1C is asked whether anything changed; a configuration is updated at night. */
const staleMs = 3_600_000

/** A mapping that names what is not published must not make 1C describe itself all the time. */
const doubtMs = 300_000

const Note = z.object({ root: z.string(), checksum: z.string() })

export function cachedMetadata({ root, folder, read }: MetadataCacheOptions): CachedMetadata {
  const file = folder === null ? null : join(folder, `${createHash('sha256').update(root).digest('hex').slice(0, 16)}`)
  let current: { metadata: Metadata; checksum: string; checkedAt: number } | null = null
  let loading: Promise<Metadata> | null = null
  let refreshing: Promise<Metadata> | null = null

  async function load(): Promise<Metadata> {
    const kept = file && (await readKept(file, root))
    if (!kept) return refresh()
    // Of unknown age: checked behind the scenes by whoever asks next.
    current = { ...kept, checkedAt: 0 }
    return kept.metadata
  }

  async function download(): Promise<Metadata> {
    const { metadata, checksum } = file
      ? await read((text) => keep(file, root, text, current))
      : { metadata: await read(readMetadata), checksum: '' }
    current = { metadata, checksum, checkedAt: Date.now() }
    return metadata
  }

  function refresh(): Promise<Metadata> {
    refreshing ??= download().finally(() => {
      refreshing = null
    })
    return refreshing
  }

  return {
    async get(set) {
      if (current === null) {
        loading ??= load().finally(() => {
          loading = null
        })
        await loading
      }
      if (current === null) return refresh()
      const age = Date.now() - current.checkedAt
      if (set !== undefined && !current.metadata.sets.has(set) && age > doubtMs) return refresh()
      if (age > staleMs) {
        // A failure is told by the request that failed; what we know stays good, and the next hour asks again.
        current.checkedAt = Date.now()
        refresh().catch(() => undefined)
      }
      return current.metadata
    },
    refresh,
    known: () => current?.metadata ?? null,
  }
}

/** Reads the document to its end into a file beside; parses it only when it is not the one we know. */
async function keep(
  file: string,
  root: string,
  text: AsyncIterable<string>,
  known: { metadata: Metadata; checksum: string } | null,
): Promise<{ metadata: Metadata; checksum: string }> {
  await mkdir(join(file, '..'), { recursive: true })
  const fresh = `${file}.${process.pid}.new`
  const hash = createHash('sha256')
  async function* hashed() {
    for await (const chunk of text) {
      const bytes = Buffer.from(chunk, 'utf8')
      hash.update(bytes)
      yield bytes
    }
  }
  try {
    await pipeline(Readable.from(hashed()), createGzip({ level: 1 }), createWriteStream(fresh))
    const checksum = hash.digest('hex')
    if (known?.checksum === checksum) return known
    const metadata = await parse(fresh)
    await rename(fresh, `${file}.xml.gz`)
    await writeFile(`${file}.json`, `${JSON.stringify({ root, checksum } satisfies z.infer<typeof Note>)}\n`)
    return { metadata, checksum }
  } finally {
    await rm(fresh, { force: true })
  }
}

/** What an earlier run kept; null when there is nothing usable: then it is read anew. */
async function readKept(file: string, root: string): Promise<{ metadata: Metadata; checksum: string } | null> {
  try {
    const note = Note.parse(JSON.parse(await readFile(`${file}.json`, 'utf8')))
    return note.root === root ? { metadata: await parse(`${file}.xml.gz`), checksum: note.checksum } : null
  } catch {
    return null
  }
}

function parse(file: string): Promise<Metadata> {
  return readMetadata(decodeChunks(createReadStream(file).pipe(createGunzip())))
}
