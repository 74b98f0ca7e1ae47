import type { Stats } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { BadInputError } from '../../errors.ts'
import { Instant } from '../../model/scalars.ts'

/**
 * What a feed's address serves now. Kept as `<name>.json` beside the two files it names; a file is named after its
 * content and never changes, so replacing this one small document replaces both at once.
 */
export const Publication = z.object({
  name: z.string(),
  /** File names within the folder. */
  file: z.string(),
  gzipFile: z.string(),
  /** Hash of the file, without quotes. */
  etag: z.string(),
  /** Bytes. */
  size: z.int().positive(),
  gzipSize: z.int().positive(),
  offers: z.int().nonnegative(),
  publishedAt: Instant,
  /** Hash of the file without its moment of generation. */
  contentHash: z.string(),
})
export type Publication = z.infer<typeof Publication>

export const publicationPath = (folder: string, name: string): string => join(folder, `${name}.json`)

/**
 * The last publication of a feed; null when it was never published.
 *
 * @throws BadInputError when the document is not one of ours: taking it for "never published" would take the mass-loss
 * brake off without a word
 */
export async function readPublication(folder: string, name: string): Promise<Publication | null> {
  const path = publicationPath(folder, name)
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
  try {
    return Publication.parse(JSON.parse(text))
  } catch (cause) {
    const message = `Описание фида ${path} повреждено. Удалите этот файл: фид будет опубликован заново`
    throw new BadInputError(message, { feed: name, path }, { cause })
  }
}

/** Both files are where the publication says, whole. */
export async function isIntact(folder: string, publication: Publication): Promise<boolean> {
  const plain = await statIfThere(join(folder, publication.file))
  const gzip = await statIfThere(join(folder, publication.gzipFile))
  return plain?.size === publication.size && gzip?.size === publication.gzipSize
}

export async function statIfThere(path: string): Promise<Stats | null> {
  try {
    return await stat(path)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
