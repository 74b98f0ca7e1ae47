import type { Hub } from '../../context.ts'
import { UnavailableError } from '../../errors.ts'
import type { Trx } from '../../jobs/engine.ts'
import { changeKey } from '../../mapping/infobase/change.ts'
import { changeInWords } from '../../mapping/infobase/change-words.ts'
import { diffShapes } from '../../mapping/infobase/diff.ts'
import { type JudgedChange, judgeChange } from '../../mapping/infobase/judge.ts'
import { type Mention, mentionsIn } from '../../mapping/infobase/mentions.ts'
import { type DeclaredBase, type InfobaseShape, shapeHash, shapeOf } from '../../mapping/infobase/shape.ts'
import { writeJournal } from '../../store/journal.ts'
import {
  acceptedSnapshot,
  acceptSnapshot,
  changesIn,
  knownChange,
  putChange,
  type Snapshot,
  settleChanges,
} from '../../store/metadata-changes.ts'
import { getState, putState } from '../../store/state.ts'
import type { MetadataChangeTable } from '../../store/tables/metadata-change.ts'
import { checkMappings } from '../exchange/check-mappings.ts'
import { newTraceId } from '../trace.ts'
import { oweLetters } from './tell-admins.ts'

/** Mapping files that the known changes were judged by. */
export const judgedKey = 'sentinel.judged'

const turns = new WeakMap<Hub['db'], Promise<unknown>>()

/**
 * Compares what 1C publishes with the accepted state and brings the list of changes up to date. `ask`: 1C itself, or only
 * what is known of it, after the mappings have changed. One look at a time. Throws what 1C throws.
 */
export function lookAtMetadata(hub: Hub, ask: boolean): Promise<void> {
  const look = () => compareMetadata(hub, ask)
  const done = (turns.get(hub.db) ?? Promise.resolve()).then(look, look)
  turns.set(
    hub.db,
    done.catch(() => undefined),
  )
  return done
}

async function compareMetadata(hub: Hub, ask: boolean): Promise<void> {
  const metadata = ask ? await hub.onec.refreshMetadata() : await hub.onec.metadata()
  requireWhole(metadata)
  await checkMappings(hub)
  const shape = shapeOf(metadata)
  const now: Snapshot = {
    infobase: (await getState(hub.db, 'infobase')) ?? '',
    fingerprint: shapeHash(shape),
    shape,
    at: hub.now().toISOString(),
  }
  const before = await acceptedSnapshot(hub.db)
  const active = await changesIn(hub.db, ['open', 'quiet', 'acknowledged'])
  if (before === null || before.infobase !== now.infobase) return accept(hub, now, active, 'это другая база')
  if (before.fingerprint === now.fingerprint && active.length === 0) return
  const known = before.shape as InfobaseShape
  const mentions = new Map(Object.entries(hub.mappings.files).map(([file, text]) => [file, mentionsIn(text, known)]))
  await take(hub, now, active, judgeAll(known, shape, mentions))
}

/** A document that names sets without saying what they hold is half a document, and one without sets tells nothing. */
function requireWhole({ sets, entityTypes }: DeclaredBase): void {
  const isWhole = sets.size > 0 && Array.from(sets.values()).every((type) => entityTypes.has(type))
  if (!isWhole) throw new UnavailableError('Описание базы 1С пришло не целиком, сравнивать его не с чем.')
}

function judgeAll(
  before: InfobaseShape,
  now: InfobaseShape,
  mentions: ReadonlyMap<string, readonly Mention[]>,
): Map<string, JudgedChange> {
  return new Map(
    diffShapes(before, now)
      .map((change) => judgeChange(change, mentions))
      .map((change) => [changeKey(change), change]),
  )
}

/** Nothing is open: the base as it is now is what the next changes are told against. */
async function accept(hub: Hub, now: Snapshot, active: readonly MetadataChangeTable[], outcome: string): Promise<void> {
  await hub.db.transaction().execute(async (trx) => {
    await acceptSnapshot(trx, now)
    const keys = active.map(({ key }) => key)
    await settleChanges(trx, keys, { state: 'settled', by: null, outcome, at: now.at })
  })
}

async function take(
  hub: Hub,
  now: Snapshot,
  active: readonly MetadataChangeTable[],
  changes: ReadonlyMap<string, JudgedChange>,
): Promise<void> {
  const traceId = newTraceId()
  const fresh: JudgedChange[] = []
  await hub.db.transaction().execute(async (trx) => {
    const rows: MetadataChangeTable[] = []
    for (const [key, change] of changes) {
      const old = active.find((row) => row.key === key) ?? null
      const row = await rowOf(trx, key, change, old, { traceId, at: now.at })
      rows.push(row)
      if (old === null || (old.state === 'quiet' && row.state === 'open')) fresh.push(change)
      if (JSON.stringify(row) !== JSON.stringify(old)) await putChange(trx, row)
    }
    const back = active.filter(({ key }) => !changes.has(key))
    const gone = back.map(({ key }) => key)
    await settleChanges(trx, gone, { state: 'settled', by: null, outcome: 'в 1С снова как прежде', at: now.at })
    await tell(trx, now.at, traceId, fresh, back)
    const open = rows.filter(({ state }) => state === 'open')
    await oweLetters(hub, trx, traceId, open)
    if (open.length === 0) await acceptAll(trx, now, rows)
    await putState(trx, judgedKey, hub.mappings.fingerprint, now.at)
  })
  hub.jobs.wake()
  hub.live.changed('attention', 'journal', 'mappings')
}

/** What is put down of a change: a person's word on it stays, and so does that administrators were told. */
async function rowOf(
  trx: Trx,
  key: string,
  change: JudgedChange,
  active: MetadataChangeTable | null,
  { traceId, at }: { traceId: string; at: string },
): Promise<MetadataChangeTable> {
  const old = active ?? (await knownChange(trx, key))
  const isFollowed = active?.state === 'open' && change.severity === 'info'
  const state = change.severity === 'info' ? 'quiet' : active?.state === 'acknowledged' ? 'acknowledged' : 'open'
  return {
    key,
    change: JSON.stringify(change),
    severity: change.severity,
    state,
    traceId: active?.traceId ?? traceId,
    seenAt: active?.seenAt ?? at,
    toldAt: isRecent(old, at) ? (old?.toldAt ?? null) : null,
    settledAt: active?.settledAt ?? null,
    settledBy: active?.settledBy ?? null,
    outcome: isFollowed ? 'файлы соответствий исправлены' : (active?.outcome ?? null),
  }
}

/** A base that wavers is told of once a day. */
const isRecent = (old: MetadataChangeTable | null, at: string): boolean =>
  old !== null && (old.state === 'open' || Date.parse(at) - Date.parse(old.settledAt ?? old.seenAt) < 24 * 3_600_000)

async function acceptAll(trx: Trx, now: Snapshot, rows: readonly MetadataChangeTable[]): Promise<void> {
  await acceptSnapshot(trx, now)
  const outcomes = Map.groupBy(rows, ({ outcome }) => outcome ?? 'соответствий не касается')
  for (const [outcome, list] of outcomes)
    for (const [by, own] of Map.groupBy(list, ({ settledBy }) => settledBy))
      await settleChanges(
        trx,
        own.map(({ key }) => key),
        { state: 'settled', by, outcome, at: now.at },
      )
}

/** Changes told one by one; of more of them the number is said. */
const fewest = 20

async function tell(
  trx: Trx,
  at: string,
  traceId: string,
  fresh: readonly JudgedChange[],
  back: readonly MetadataChangeTable[],
): Promise<void> {
  const step = { traceId, topic: 'exchange', title: 'Конфигурация 1С изменилась' } as const
  const striking = fresh.filter(({ severity }) => severity !== 'info')
  for (const change of striking.slice(0, fewest)) {
    const places = change.hits.map(({ file, line }) => `${file}, строка ${line}`)
    const text = `${changeInWords(change)}. Задевает: ${[...new Set(places)].join('; ')}`
    const level = change.severity === 'error' ? 'error' : 'warning'
    await writeJournal(trx, at, { ...step, step: 'metadata.changed', level, text })
  }
  if (striking.length > fewest) {
    const text = `И ещё изменений, которые задевают соответствия: ${striking.length - fewest}`
    await writeJournal(trx, at, { ...step, step: 'metadata.changed', level: 'warning', text })
  }
  const quiet = fresh.length - striking.length
  if (quiet > 0) {
    const text = `Изменений в конфигурации 1С, которые соответствий не касаются: ${quiet}`
    await writeJournal(trx, at, { ...step, step: 'metadata.changed-aside', text })
  }
  const returned = back.filter(({ state }) => state !== 'quiet').length
  if (returned > 0) {
    const text = `В 1С снова как прежде: изменений отпало ${returned}`
    await writeJournal(trx, at, { ...step, step: 'metadata.back', text })
  }
}
