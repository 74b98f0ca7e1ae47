import { createHash } from 'node:crypto'
import { describeError } from '../errors.ts'
import type { Beyond, RawRecord } from '../model/raw.ts'

export interface MappedPage<E> {
  entities: { entity: E; dataVersion: string }[]
  /** Records the mapping could not read; the reason is for people. */
  unmapped: { ref: string; reason: string }[]
  /** Records that are not this mapping's business: what the mirror still has of them is to go. */
  alien: string[]
}

/** What it takes to read a page: a mapping, or as much of it. */
export interface PageReader<E> {
  read(record: RawRecord): E | null
  expand: readonly Beyond[]
}

export const emptyPage = <E>(): MappedPage<E> => ({ entities: [], unmapped: [], alien: [] })

/** Turns records into entities, which are added to `page`. */
export function mapPage<E>(
  { read, expand }: PageReader<E>,
  records: readonly RawRecord[],
  page: MappedPage<E> = emptyPage(),
): MappedPage<E> {
  for (const record of records) {
    try {
      const entity = read(record)
      if (entity) page.entities.push({ entity, dataVersion: versionOf(record, expand) })
      else if (typeof record.Ref_Key === 'string') page.alien.push(record.Ref_Key)
    } catch (error) {
      page.unmapped.push({ ref: String(record.Ref_Key ?? ''), reason: describeError(error) })
    }
  }
  return page
}

/**
 * 1C's own version, with those of the objects beyond expanded references: a change of one of these changes what is read of the
 * record as well. Rows of registers and services have none and go by what they hold, so they must be whole.
 */
export function versionOf(record: RawRecord, expand: readonly Beyond[] = []): string {
  const { DataVersion: own } = record
  if (typeof own !== 'string') return `#${digest(record)}`
  if (expand.length === 0) return own
  const beyond = expand.map((one) =>
    typeof one === 'string' ? versionsAt(record, one.split('/')) : (record[one.name] ?? null),
  )
  return `${own} ${digest(beyond)}`
}

/** The object's own part of what `versionOf` gave. */
export const ownVersion = (version: string | null): string | undefined => version?.split(' ')[0]

function versionsAt(record: RawRecord, [step, ...others]: readonly string[]): unknown {
  if (step === undefined) return []
  const { [`${step}_Expanded`]: composite, [step]: plain } = record
  const isComposite = typeof composite === 'object' && composite !== null
  const value = isComposite ? composite : plain
  // The step after a composite reference is the name of a type.
  const further = isComposite ? others.slice(1) : others
  if (Array.isArray(value)) return value.map((row) => versionsAt(row, further))
  if (value === null || typeof value !== 'object') return null
  return [value.DataVersion ?? null, versionsAt(value, further)]
}

/**
 * What to select so that `versionOf` can tell: references and versions alone; rows of registers come beside them anyway. Null
 * where the way leads through rows of a section or a composite reference, for these come whole or not at all.
 */
export function versionColumns(expand: readonly Beyond[], isReference: (name: string) => boolean): string[] | null {
  const columns = new Set(['Ref_Key', 'DataVersion'])
  for (const path of expand.filter((one) => typeof one === 'string')) {
    const steps = path.split('/')
    if (!isReference(steps[0] ?? '')) return null
    steps.forEach((_, at) => {
      const way = steps.slice(0, at + 1).join('/')
      columns.add(way).add(`${way}/DataVersion`)
    })
  }
  return [...columns]
}

const digest = (value: unknown): string => createHash('sha1').update(JSON.stringify(value)).digest('base64url')
