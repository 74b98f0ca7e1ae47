import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { UnavailableError } from '../../errors.ts'
import { checkLoss, type Loss } from './brake.ts'
import { isIntact, type Publication, publicationPath, statIfThere } from './publication.ts'
import { writeDocument } from './write-document.ts'

export interface PublishOptions extends Loss {
  folder: string
  /** The document in pieces; the first holds the moment of generation and stays out of the comparison with the last. */
  chunks: Iterable<string>
  now: Date
}

export interface Published {
  publication: Publication
  /** False when the document said the same as the one already served, which stays. */
  isNew: boolean
}

/**
 * Replaces what a feed's address serves, at once and durably. A document that says the same as the one before it is
 * dropped, so that ETag and Last-Modified stay and readers get their 304.
 *
 * A crash leaves the old publication or the new one, never a mixture: the files get names of their own, and the
 * document that names them is replaced last.
 *
 * @throws BrakeError when too many offers would go, see `checkLoss`; the old feed stays
 * @throws UnavailableError when the folder cannot be written; what `chunks` throws passes through
 */
export async function publishFeed(options: PublishOptions): Promise<Published> {
  checkLoss(options)
  const { folder, name } = options
  try {
    await mkdir(folder, { recursive: true })
    return await replaceFeed(options)
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause
    const message = `Не удалось записать фид ${name} в папку ${folder}: проверьте место на диске и права на папку`
    throw new UnavailableError(message, { feed: name, folder }, { cause })
  }
}

async function replaceFeed(options: PublishOptions): Promise<Published> {
  const { folder, name, previous } = options
  const draft = join(folder, `${name}.${randomUUID()}.tmp`)
  try {
    const written = await writeDocument(draft, options.chunks)
    if (previous?.contentHash === written.contentHash && (await isIntact(folder, previous))) {
      return { publication: previous, isNew: false }
    }
    await pipeline(
      createReadStream(draft),
      createGzip(),
      createWriteStream(`${draft}.gz`, { flags: 'wx', flush: true }),
    )
    const publication: Publication = {
      name,
      file: `${name}.${written.etag}`,
      gzipFile: `${name}.${written.etag}.gz`,
      ...written,
      gzipSize: (await stat(`${draft}.gz`)).size,
      offers: options.offers,
      publishedAt: options.now.toISOString(),
    }
    await writeFile(`${draft}.json`, `${JSON.stringify(publication, null, 2)}\n`, { flag: 'wx', flush: true })

    await rename(draft, join(folder, publication.file))
    await rename(`${draft}.gz`, join(folder, publication.gzipFile))
    await syncFolder(folder)
    await rename(`${draft}.json`, publicationPath(folder, name))
    await syncFolder(folder)
    await sweep(publication, options)
    return { publication, isNew: true }
  } finally {
    for (const suffix of ['', '.gz', '.json']) await rm(draft + suffix, { force: true })
  }
}

/** A rename survives a power cut only once the folder itself is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** No publication takes this long: an older file that nothing names was left by a run that died. */
const abandonedAfterMs = 60 * 60 * 1000

/** Removes the files of the publication just replaced, and of runs that died. */
async function sweep({ name, file, gzipFile }: Publication, { folder, previous, now }: PublishOptions): Promise<void> {
  const named = [file, gzipFile, `${name}.json`]
  const replaced = [previous?.file, previous?.gzipFile]
  for (const entry of await readdir(folder)) {
    if (!entry.startsWith(`${name}.`) || named.includes(entry)) continue
    const path = join(folder, entry)
    const writtenAt = (await statIfThere(path))?.mtimeMs ?? 0
    if (replaced.includes(entry) || writtenAt < now.getTime() - abandonedAfterMs) await rm(path, { force: true })
  }
}
