import type { Hub } from '../../../context.ts'
import { entityTitles } from '../../../flows/exchange/titles.ts'
import { changesBetween } from '../../../flows/mappings/changed-files.ts'
import type { EffectProgress, EffectResult } from '../../../flows/mappings/effect/effect-result.ts'
import { lineDiff } from '../../../flows/mappings/line-diff.ts'
import { readReceipts } from '../../../flows/mappings/receipts.ts'
import { touchedSince } from '../../../flows/mappings/rollback.ts'
import { entityNames } from '../../../model/titles.ts'
import { effectSeen, getMappingEffect } from '../../../store/mapping-effects.ts'
import { getVersion, lastVersion, type MappingVersion, versionsBefore } from '../../../store/mapping-versions.ts'
import { NotFoundError } from '../route.ts'
import type { Effect, HeldFile, Receipt, Version, VersionRow, Versions } from './deploy-contract.ts'

const pageSize = 30

/** A trial as it stands. Handing its result over counts as having shown it. */
export async function effectView(hub: Hub, id: string): Promise<Effect> {
  const effect = await getMappingEffect(hub.db, id)
  if (!effect) throw new NotFoundError('Такой проверки нет: итоги хранятся 30 дней. Проверьте правку ещё раз.')
  if (effect.state === 'done') await effectSeen(hub.db, id, hub.now().toISOString())
  const { at, author, state, files, baseFingerprint, progress, result, reason } = effect
  return {
    id,
    at,
    author,
    state,
    files: Object.keys(files),
    isCurrent: baseFingerprint === hub.mappings.fingerprint,
    progress: progress as EffectProgress | null,
    result: result as EffectResult | null,
    reason,
  }
}

export async function receiptsView(hub: Hub): Promise<Receipt[]> {
  const { fingerprint } = hub.mappings
  const receipts = await readReceipts(hub)
  return receipts.map(({ fingerprint: own, ...receipt }) => ({ ...receipt, isCurrent: own === fingerprint }))
}

/** Versions before `before`, newest first, with what runs where. */
export async function versionsView(hub: Hub, before: number | null): Promise<Versions> {
  const versions = await versionsBefore(hub.db, before, pageSize)
  const current = (await lastVersion(hub.db))?.id ?? null
  return {
    rows: versions.map((version) => rowOf(version, current)),
    next: versions.length === pageSize ? (versions.at(-1)?.id ?? null) : null,
    receipts: await receiptsView(hub),
    held: heldView(hub),
  }
}

function rowOf(
  { id, at, author, comment, changed, cases, effect, rolledBackTo }: MappingVersion,
  current: number | null,
): VersionRow {
  const files = [...changed, ...Object.keys(cases)]
  return { id, at, author, comment, changed: files, effect, rolledBackTo, isCurrent: id === current }
}

function heldView(hub: Hub): HeldFile[] {
  return hub.mappings.held.map(({ file, findings, since }) => {
    const first = findings.find(({ level }) => level === 'error')
    return {
      file,
      line: first?.line ?? 1,
      text: first?.text ?? '',
      since,
      isReplaced: file in hub.mappings.files,
    }
  })
}

/** One version: what it changed, and what going back to it would do. */
export async function versionView(hub: Hub, id: number): Promise<Version> {
  const version = await getVersion(hub.db, id)
  if (!version) throw new NotFoundError('Такой версии нет.')
  const [before] = await versionsBefore(hub.db, id, 1)
  const touched = await touchedSince(hub, id)
  return {
    ...rowOf(version, (await lastVersion(hub.db))?.id ?? null),
    diffs: [
      ...version.changed.map((file) => ({
        file,
        places: lineDiff(before?.files[file] ?? null, version.files[file] ?? null),
      })),
      ...Object.entries(version.cases).map(([file, text]) => ({ file, places: lineDiff(text.before, text.after) })),
    ],
    back: {
      files: Object.keys(changesBetween(hub.mappings.files, version.files)),
      entities: touched.entities.map((name) => entityTitles[name]),
      writes: touched.writes.map(({ id: write, entity, key, at }) => ({
        id: write,
        title: entityNames[entity],
        key,
        at,
      })),
      writeCount: touched.writeCount,
    },
  }
}
