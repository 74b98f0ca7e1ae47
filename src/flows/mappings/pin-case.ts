import { createHash } from 'node:crypto'
import type { Hub } from '../../context.ts'
import { MappingError } from '../../errors.ts'
import { appendix } from '../../mapping/append-case.ts'
import { type Case, casesOfMapping } from '../../mapping/cases.ts'
import { depersonalise } from '../../mapping/depersonalise.ts'
import { type FirstRows, firstRows } from '../../mapping/first-rows.ts'
import type { Mapping } from '../../mapping/index.ts'
import { appendCases, readCaseFile } from '../../mappings.ts'
import type { EntityName } from '../../model/index.ts'
import type { RawRecord } from '../../model/raw.ts'

/** A case as it would be written beside its mapping. */
export interface PinnedCase {
  file: string
  /** The file begins with it. */
  isNew: boolean
  name: string
  /** What is put behind what stands in the file. */
  text: string
  /** Why the mapping does not read the record; null when it does. */
  error: string | null
  /** What of the record is not in it; null when all is. */
  note: string | null
  /** Names this very text. */
  hash: string
}

/** Rows of a section in a case: enough to see by, and read by people. A file of cases holds some two hundred in all. */
const mostRows = 20

/**
 * Makes a case of a record of 1C: without personal data, with what the mapping in use makes of that; of a long
 * section with its first rows. Changes nothing. Throws MappingError when there is no such mapping, or the file of cases
 * cannot be added to.
 */
export async function draftCase(hub: Hub, entity: EntityName, record: RawRecord, name: string): Promise<PinnedCase> {
  const mapping = hub.mappings.of(entity)
  if (!mapping)
    throw new MappingError('Пример не сделать: файл соответствий этой сущности не работает. Исправьте его сначала.')
  const schema = await hub.onec.sets().catch(() => null)
  const { record: short, cut } = firstRows(record, mostRows)
  const given = depersonalise(short, { mapping, secret: hub.config.secret, schema })
  const out = resultOf(mapping, given)
  const file = casesOfMapping(mapping.file)
  const before = readCaseFile(hub.config.mappings, file)
  const text = appendix(mapping.file, before, { name, in: given, out })
  const note = cut.length === 0 ? null : cutText(cut)
  return { file, isNew: before === null, name, text, error: errorOf(out), note, hash: hashOf(before, text) }
}

/** Writes such a case to the disk; what stands in the file stays. Throws MappingError when it is no longer the case that was seen. */
export async function pinCase(
  hub: Hub,
  wish: { entity: EntityName; record: RawRecord; name: string; seen: string },
): Promise<PinnedCase> {
  const draft = await draftCase(hub, wish.entity, wish.record, wish.name)
  if (draft.hash !== wish.seen)
    throw new MappingError('Пока вы смотрели, файл примеров или соответствия изменились. Посмотрите пример ещё раз.')
  appendCases(hub.config.mappings, draft.file, draft.text, draft.isNew)
  return draft
}

function resultOf(mapping: Mapping, record: RawRecord): Case['out'] {
  try {
    return mapping.read(record)
  } catch (error) {
    return { error: (error as Error).message }
  }
}

const errorOf = (out: Case['out']): string | null =>
  out && typeof out.error === 'string' && Object.keys(out).length === 1 ? out.error : null

const cutText = (cut: FirstRows['cut']): string =>
  `В пример взяты первые ${mostRows} строк: ${cut.map(({ section, rows }) => `«${section}» (всего ${rows})`).join(', ')}.`

const hashOf = (before: string | null, text: string): string =>
  createHash('sha256')
    .update(JSON.stringify([before, text]))
    .digest('base64url')
