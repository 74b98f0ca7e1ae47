import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UnavailableError } from '../../errors.ts'
import { isMissing, type Publication, publicationPath, readPublication, statIfThere } from './publication.ts'

export interface LoadedFeed {
  publication: Publication
  plain: Buffer
  gzip: Buffer
}

/**
 * Published feeds, kept in memory and read anew when a publication was replaced (by this process or another). Gives
 * null for a feed never published; goes on giving the last good one when its files cannot be read any more.
 */
export function feedLoader(folder: string): (name: string) => Promise<LoadedFeed | null> {
  const loads = new Map<string, { version: string; feed: Promise<LoadedFeed | null> }>()

  return async (name) => {
    const version = await versionOf(folder, name)
    const last = loads.get(name)
    if (version === null || version === last?.version) return (await last?.feed) ?? null
    const feed = load(folder, name).catch((error) => {
      // Forgotten rather than remembered as failed: the next request tries again.
      if (loads.get(name)?.feed === feed) loads.delete(name)
      if (!last) throw error
      if (!loads.has(name)) loads.set(name, last)
      return last.feed
    })
    loads.set(name, { version, feed })
    return feed
  }
}

async function versionOf(folder: string, name: string): Promise<string | null> {
  const document = await statIfThere(publicationPath(folder, name))
  return document && `${document.ino}/${document.mtimeMs}/${document.size}`
}

const attempts = 3

async function load(folder: string, name: string): Promise<LoadedFeed | null> {
  let cause: unknown
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const publication = await readPublication(folder, name)
    if (!publication) return null
    try {
      const [plain, gzip] = await Promise.all([
        readFile(join(folder, publication.file)),
        readFile(join(folder, publication.gzipFile)),
      ])
      if (plain.length === publication.size && gzip.length === publication.gzipSize) return { publication, plain, gzip }
    } catch (error) {
      // A newer publication may have removed the files between the two reads: then its document names others.
      if (!isMissing(error)) throw error
      cause = error
    }
  }
  const message = `Файлы фида ${name} пропали или повреждены: они появятся со следующей публикацией`
  throw new UnavailableError(message, { feed: name, folder }, { cause })
}
