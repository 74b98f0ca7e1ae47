import type { Hub } from '../../context.ts'
import { describeError } from '../../errors.ts'
import { fieldKinds } from '../../mapping/field-kind.ts'
import { JudgedChange } from '../../mapping/infobase/judge.ts'
import { mentionsIn } from '../../mapping/infobase/mentions.ts'
import { proposePatch } from '../../mapping/infobase/patch.ts'
import type { InfobaseShape } from '../../mapping/infobase/shape.ts'
import { guessOption } from '../../mapping/kit/guess-option.ts'
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
}

/** How each mapping file that is struck could follow; nothing is applied by it. */
export async function proposals(hub: Hub, open: readonly KnownChange[]): Promise<Proposal[]> {
  const snapshot = open.length === 0 ? null : await acceptedSnapshot(hub.db)
  if (snapshot === null) return []
  const changes = open.map(({ change }) => change)
  const files = new Set(changes.flatMap(({ hits }) => hits.map(({ file }) => file)))
  return Object.entries(hub.mappings.files).flatMap(([file, before]) => {
    if (!files.has(file)) return []
    const mentions = mentionsIn(before, snapshot.shape as InfobaseShape)
    const { text: after, notes } = proposePatch(before, mentions, changes, guessIn(hub, file))
    return [{ file, before, after, notes }]
  })
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
