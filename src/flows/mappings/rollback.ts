import type { Hub } from '../../context.ts'
import { BadInputError } from '../../errors.ts'
import type { MappingFiles } from '../../mapping/live-mappings.ts'
import { readCaseFile } from '../../mappings.ts'
import type { EntityName } from '../../model/index.ts'
import {
  type CasesChange,
  casesAfter,
  getVersion,
  lastVersion,
  type MappingVersion,
  versionAfter,
} from '../../store/mapping-versions.ts'
import { type Mirrored, mirroredEntities } from '../../store/mirror.ts'
import { startReplay } from '../replay/start-replay.ts'
import { changedFiles, changesBetween, concernedEntities, type FileChanges, hashOf } from './changed-files.ts'
import { heldBeside, requireUntouched, requireUsable } from './deploy.ts'
import { takeIntoUse } from './take-into-use.ts'

/** What was read and written by versions that were then given up. */
export interface Touched {
  /** Entities that are read from 1C again. */
  entities: Mirrored[]
  /** Writes into 1C of these entities while those versions were in use, newest first. */
  writes: { id: number; entity: EntityName; key: string; at: string }[]
  /** Of more than are listed only the number is known. */
  writeCount: number
}

const listed = 500

/**
 * Makes the files of an earlier version the version in use again; returns the number it has now. What the versions after it
 * have read is read anew by itself. Throws BadInputError, in words for a person and with nothing written, when the files on
 * disk are others than those in use, or that version does not fit 1C any more.
 */
export async function rollback(hub: Hub, to: { version: number; author: string; comment: string }): Promise<number> {
  return hub.mappings.alone(async () => {
    const target = await requireVersion(hub, to.version)
    const { files: before } = hub.mappings
    const changed = changedFiles(before, target.files)
    if (changed.length === 0) throw new BadInputError('Эти файлы и так в работе: возвращать нечего.')
    requireUntouched(
      hub,
      Object.fromEntries(changed.map((name) => [name, hashOf(before[name])])),
      'исправьте её так, чтобы хаб её принял, или верните файлу прежний текст, и повторите',
    )
    requireUsable(hub, target.files, changed)
    return takeIntoUse(
      hub,
      {
        before,
        files: target.files,
        cases: await casesBefore(hub, target.id),
        held: heldBeside(hub, changed),
        from: 'hub',
      },
      { author: to.author, comment: to.comment, effect: null, rolledBackTo: target.id },
    )
  })
}

/**
 * What the versions after `version` touched that differ from it, up to the one that brought its files back, if any: for
 * whoever is about to go back to it, or just has.
 */
export async function touchedSince(hub: Hub, version: number): Promise<Touched> {
  const target = await requireVersion(hub, version)
  const next = await versionAfter(hub.db, version)
  const last = await lastVersion(hub.db)
  const until = last?.rolledBackTo === version ? last.at : null
  const names = next === null ? [] : await namesSince(hub, target)
  const concerned = concernedEntities(names, hub.mappings.compile(target.files), ...(await versionsOf(hub, target)))
  const found = hub.db
    .selectFrom('outbox')
    .where('sink', '=', 'onec')
    .where('state', '=', 'sent')
    .where('updatedAt', '>=', next?.at ?? hub.now().toISOString())
    .$if(until !== null, (query) => query.where('updatedAt', '<', until ?? ''))
    .where('kind', 'in', concerned.length > 0 ? concerned : [''])
  const { n } = await found.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  const rows = await found.select(['id', 'kind', 'key', 'updatedAt']).orderBy('id', 'desc').limit(listed).execute()
  return {
    entities: mirroredEntities.filter((name) => concerned.includes(name)),
    writes: rows.map(({ id, kind, key, updatedAt }) => ({ id, entity: kind as EntityName, key, at: updatedAt })),
    writeCount: Number(n),
  }
}

/** Has these writes done once more with the mappings in use; returns the id of the replay. Throws BadInputError for none. */
export async function rewrite(hub: Hub, ids: readonly number[], author: string): Promise<string> {
  if (ids.length === 0) throw new BadInputError('Не выбрано ни одной записи.')
  const filter = { what: 'effect', state: 'sent', ids: ids.map(String) } as const
  return (await startReplay(hub, filter, { mapping: 'now', dry: false, author })).id
}

async function requireVersion(hub: Hub, id: number): Promise<MappingVersion> {
  const version = await getVersion(hub.db, id)
  if (version) return version
  throw new BadInputError(`Версии ${id} нет.`)
}

/** Files of cases as they were before the versions after `id` changed them; what somebody has edited since is theirs. */
async function casesBefore(hub: Hub, id: number): Promise<FileChanges> {
  const known = new Map<string, CasesChange>()
  for (const cases of await casesAfter(hub.db, id))
    for (const [name, { before, after }] of Object.entries(cases))
      known.set(name, { before: known.get(name)?.before ?? before, after })
  return Object.fromEntries(
    [...known]
      .filter(([name, { before, after }]) => before !== after && readCaseFile(hub.config.mappings, name) === after)
      .map(([name, { before }]) => [name, before]),
  )
}

/** Files in which any version after `target` differs from it. */
async function namesSince(hub: Hub, target: MappingVersion): Promise<string[]> {
  const later = await filesAfter(hub, target.id)
  return [...new Set(later.flatMap((files) => Object.keys(changesBetween(target.files, files))))]
}

async function versionsOf(hub: Hub, target: MappingVersion) {
  return (await filesAfter(hub, target.id)).map((files) => hub.mappings.compile(files))
}

/** Texts of at most the last few versions after it: what each of them is about is told by its files. */
async function filesAfter(hub: Hub, id: number): Promise<MappingFiles[]> {
  const rows = await hub.db
    .selectFrom('mappingVersion')
    .select('files')
    .where('id', '>', id)
    .orderBy('id', 'desc')
    .limit(20)
    .execute()
  return rows.map(({ files }) => JSON.parse(files) as MappingFiles)
}
