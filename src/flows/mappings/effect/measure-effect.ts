import type { Hub } from '../../../context.ts'
import type { Mappings } from '../../../mapping/index.ts'
import type { Client } from '../../../model/client.ts'
import type { EntityName } from '../../../model/index.ts'
import { openEffectScratch } from '../../../store/effect-scratch.ts'
import { type Mirrored, mirroredEntities } from '../../../store/mirror.ts'
import { isMassLoss } from '../../exchange/losses.ts'
import { entityTitles } from '../../exchange/titles.ts'
import { concernedEntities } from '../changed-files.ts'
import { compareEntity } from './compare-entity.ts'
import type { EffectProgress, EffectResult, EntityEffect } from './effect-result.ts'
import { effectOnDebts, touchDebts } from './on-debts.ts'
import { effectOnFeeds } from './on-feeds.ts'
import { effectOnWrites } from './on-writes.ts'
import { afterScope } from './scopes.ts'
import { type PhoneCounts, sentencesOf } from './sentences.ts'

export interface Trial {
  /** The version in use and the edited one. */
  before: Mappings
  after: Mappings
  /** Names of the files that differ. */
  changed: readonly string[]
  signal: AbortSignal
  onProgress(progress: EffectProgress): Promise<void>
}

/**
 * What edited mappings would change, found by doing it aside: reads from 1C what the entities of the edited files are made of,
 * maps it both ways, and follows the differences to feeds, debts and writes. Only reads, in the lane of bulk work; neither 1C
 * nor the store nor the mirror is written to. Memory does not grow with the base.
 */
export async function measureEffect(
  hub: Hub,
  { before, after, changed, signal, onProgress }: Trial,
): Promise<EffectResult> {
  const started = Date.now()
  const scratch = openEffectScratch()
  try {
    const concerned = concernedEntities(changed, before, after)
    const names = mirroredEntities.filter((name) => concerned.includes(name))
    const phones: PhoneCounts = { changed: 0, lost: 0, gained: 0 }
    const entities: EntityEffect[] = []
    for (const [at, name] of names.entries()) {
      const title = entityTitles[name]
      const part = { title, part: at + 1, parts: names.length }
      await onProgress({ ...part, done: 0, total: 0 })
      const effect = await compareEntity(hub, name, {
        before: before.of(name),
        after: after.of(name),
        scratch,
        signal,
        onProgress: (done, total) => onProgress({ ...part, done, total }),
        onDifference(ref, was, willBe) {
          scratch.put(afterScope(name), ref, willBe)
          touchDebts(scratch, name, ref, was, willBe)
          if (name === 'client') countPhones(phones, was as Client | null, willBe as Client | null)
        },
      })
      entities.push(effect)
    }
    signal.throwIfAborted()
    const braked = new Set<EntityName>()
    for (const { entity, leaves } of entities)
      if (leaves.count > 0 && (await isMassLoss(hub, entity as Mirrored, leaves.count))) braked.add(entity)
    const feeds = await effectOnFeeds(hub, scratch)
    const debts = await effectOnDebts(hub, scratch)
    const writes = await effectOnWrites(hub, before, after, concerned)
    return {
      sentences: sentencesOf({ entities, phones, feeds, debts, writes, braked }),
      entities,
      feeds,
      debts,
      writes,
      read: entities.reduce((sum, { read }) => sum + read, 0),
      ms: Date.now() - started,
    }
  } finally {
    scratch.close()
  }
}

/** Only of clients that are in the hub before and after: others come or go as a whole. */
function countPhones(counts: PhoneCounts, before: Client | null, after: Client | null): void {
  if (!before || !after) return
  const numbers = ({ phones }: Client) =>
    phones
      .map(({ e164, ext, raw }) => `${e164 ?? raw}#${ext ?? ''}`)
      .sort()
      .join()
  const [was, willBe] = [numbers(before), numbers(after)]
  if (was === willBe) return
  if (willBe === '') counts.lost += 1
  else if (was === '') counts.gained += 1
  else counts.changed += 1
}
