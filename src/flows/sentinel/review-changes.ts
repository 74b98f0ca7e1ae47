import type { Hub } from '../../context.ts'
import { describeError } from '../../errors.ts'
import { casesOfMapping, checkCaseFile } from '../../mapping/cases.ts'
import { fieldKinds } from '../../mapping/field-kind.ts'
import type { Mappings } from '../../mapping/index.ts'
import { mentionsInCases } from '../../mapping/infobase/case-mentions.ts'
import { JudgedChange } from '../../mapping/infobase/judge.ts'
import { mentionsIn, sourceSetOf } from '../../mapping/infobase/mentions.ts'
import { proposePatch } from '../../mapping/infobase/patch.ts'
import type { InfobaseShape } from '../../mapping/infobase/shape.ts'
import { guessOption } from '../../mapping/kit/guess-option.ts'
import { readCaseFile } from '../../mappings.ts'
import { type EntityName, entities } from '../../model/index.ts'
import { acceptedSnapshot, changesIn, settleChanges } from '../../store/metadata-changes.ts'
import { getState } from '../../store/state.ts'
import type { MetadataChangeTable } from '../../store/tables/metadata-change.ts'
import { judgedKey, lookAtMetadata } from './look-at-metadata.ts'

export interface KnownChange extends Omit<MetadataChangeTable, 'change'> {
  change: JudgedChange
}

const parsed = (row: MetadataChangeTable): KnownChange => ({
  ...row,
  change: JudgedChange.parse(JSON.parse(row.change)),
})

/** Changes that wait for a person, as the mappings of this moment are struck by them. */
export async function openChanges(hub: Hub): Promise<KnownChange[]> {
  const rows = await changesIn(hub.db, ['open'])
  if (rows.length === 0 || (await getState(hub.db, judgedKey)) === hub.mappings.fingerprint) return rows.map(parsed)
  try {
    await lookAtMetadata(hub, false)
  } catch (error) {
    hub.log.info('changes of the metadata not judged anew', { error: describeError(error) })
  }
  return (await changesIn(hub.db, ['open'])).map(parsed)
}

/** Everything else that is remembered, the latest first: what was taken note of, what came right, what strikes nothing. */
export async function pastChanges(hub: Hub, limit: number): Promise<KnownChange[]> {
  return (await changesIn(hub.db, ['acknowledged', 'quiet', 'settled'], limit)).map(parsed)
}

export interface Proposal {
  file: string
  before: string
  after: string
  notes: string[]
  /** Mapping file with which a file of cases goes into use; null for a mapping file. */
  beside: string | null
}

/** How each mapping file that is struck could follow, and the cases beside it; nothing is applied by it. */
export async function proposals(hub: Hub, open: readonly KnownChange[]): Promise<Proposal[]> {
  const snapshot = open.length === 0 ? null : await acceptedSnapshot(hub.db)
  if (snapshot === null) return []
  const changes = open.map(({ change }) => change)
  const files = new Set(changes.flatMap(({ hits }) => hits.map(({ file }) => file)))
  return Object.entries(hub.mappings.files).flatMap(([file, before]) => {
    if (!files.has(file)) return []
    const mentions = mentionsIn(before, snapshot.shape as InfobaseShape)
    const { text: after, notes } = proposePatch(before, mentions, changes, guessIn(hub, file))
    const cases = casesProposal(hub, file, before, snapshot.shape as InfobaseShape, changes)
    return [{ file, before, after, notes, beside: null }, ...(cases ? [cases] : [])]
  })
}

const renaming: readonly string[] = ['renamed', 'retired', 'retyped']

/** The cases of a mapping with the names 1C has now; null when they use none of the old ones. */
function casesProposal(
  hub: Hub,
  beside: string,
  mapping: string,
  shape: InfobaseShape,
  changes: readonly JudgedChange[],
): Proposal | null {
  const file = casesOfMapping(beside)
  const before = readCaseFile(hub.config.mappings, file)
  const set = sourceSetOf(mapping)
  if (before === null || set === null) return null
  const renames = changes.filter(({ kind }) => renaming.includes(kind))
  const { text: after } = proposePatch(before, mentionsInCases(before, set, shape), renames)
  return after === before ? null : { file, before, after, notes: [], beside }
}

/**
 * Files of cases that are to go into use together with edited mapping files, by name: those that mention names 1C has
 * renamed, as far as they hold at least as well by the edited mappings as before.
 */
export async function casesToFollow(
  hub: Hub,
  changed: readonly string[],
  next: Mappings,
): Promise<Record<string, string>> {
  const proposed = await proposals(hub, await openChanges(hub))
  const following = proposed.filter(({ file, before, after, beside }) => {
    if (beside === null || !changed.includes(beside)) return false
    const mapping = next.all.find((one) => one.file === beside) ?? null
    const broken = (text: string) => checkCaseFile(file, text, mapping).findings.length
    return broken(after) <= broken(before)
  })
  return Object.fromEntries(following.map(({ file, after }) => [file, after]))
}

/** What a new value of an enum means to the entity of a file. */
function guessIn(hub: Hub, file: string): (field: string, member: string) => string | null {
  // A mapping that is held back is in none of the lists, but its file says whose it is.
  const entity = /^to:\s*(\w+)/m.exec(hub.mappings.files[file] ?? '')?.[1]
  return (field, member) => {
    const options = isEntity(entity) ? fieldKinds(entity)[field]?.options : null
    return options ? (guessOption(options, member)?.option ?? null) : null
  }
}

const isEntity = (name: string | undefined): name is EntityName => name !== undefined && Object.hasOwn(entities, name)

/** A person takes note of changes: they leave the desktop. False when none of them waits any more. */
export async function acknowledgeChanges(hub: Hub, keys: readonly string[] | null, login: string): Promise<boolean> {
  const open = await changesIn(hub.db, ['open'])
  const chosen = open.filter(({ key }) => keys === null || keys.includes(key))
  if (chosen.length === 0) return false
  const at = hub.now().toISOString()
  const outcome = 'учтено'
  await settleChanges(
    hub.db,
    chosen.map(({ key }) => key),
    { state: 'acknowledged', by: login, outcome, at },
  )
  try {
    // With nothing left open the base as it is now becomes what the next changes are told against.
    await lookAtMetadata(hub, false)
  } catch (error) {
    hub.log.info('metadata not accepted yet', { error: describeError(error) })
  }
  hub.live.changed('attention', 'mappings')
  return true
}
