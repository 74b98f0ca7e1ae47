import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'
import { BrakeError } from '../../errors.ts'
import type { FeedConfig } from '../../inventory/feeds/config.ts'
import { type Candidate, siftLots } from '../../inventory/feeds/lot.ts'
import { readPublication } from '../../inventory/feeds/publication.ts'
import { publishFeed } from '../../inventory/feeds/publish.ts'
import { yandexFeed } from '../../inventory/feeds/yandex.ts'
import type { Job } from '../../jobs/engine.ts'
import { writeJournal } from '../../store/journal.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import { hasPulledAll } from '../exchange/pull-state.ts'
import { newTraceId } from '../trace.ts'
import { candidates } from './candidates.ts'

/** A feed held back by the mass-loss brake, as it is kept until a person decides. */
export interface HeldFeed {
  offers: number
  reason: string
  traceId: string
}

export const heldKey = (name: string): string => `feed.held.${name}`
const confirmedKey = (name: string): string => `feed.confirmed.${name}`

/** Publishes every configured feed from what the mirror holds now. Nothing before the first whole pull: a half-read base is no stock. */
export async function publishFeeds(hub: Hub, _data: unknown, job: Job): Promise<void> {
  if (!(await hasPulledAll(hub))) return
  const all = await candidates(hub.db)
  const traceId = job.traceId ?? newTraceId()
  const failures: unknown[] = []
  for (const feed of hub.config.settings.feeds) {
    try {
      await publishOne(hub, feed, all, traceId)
    } catch (error) {
      // The feeds after a broken one are published all the same.
      failures.push(error)
    }
  }
  hub.live.changed('feed', 'journal', 'attention')
  if (failures.length > 0) throw failures[0]
}

async function publishOne(hub: Hub, feed: FeedConfig, all: Candidate[], traceId: string): Promise<void> {
  const { lots, excluded } = siftLots(all, feed)
  const folder = hub.config.feedFolder
  const previous = await readPublication(folder, feed.name)
  const confirmed = await getState(hub.db, confirmedKey(feed.name))
  const now = hub.now()
  const generatedAt =
    DateTime.fromJSDate(now).setZone(hub.config.onec.timezone).toISO({ suppressMilliseconds: true }) ??
    now.toISOString()
  try {
    const { publication, isNew } = await publishFeed({
      folder,
      name: feed.name,
      chunks: yandexFeed(lots, { ...feed, generatedAt }),
      offers: lots.length,
      previous,
      brakeShare: feed.brakeShare,
      confirmed: confirmed === null ? null : Number(confirmed),
      now,
    })
    await hub.db.transaction().execute(async (trx) => {
      await dropState(trx, heldKey(feed.name))
      await dropState(trx, confirmedKey(feed.name))
      await putState(trx, `feed.excluded.${feed.name}`, JSON.stringify(excluded), now.toISOString())
      if (!isNew) return
      await writeJournal(trx, now.toISOString(), {
        traceId,
        topic: 'feed',
        step: 'feed.published',
        text: `Фид ${feed.name} опубликован: предложений ${publication.offers}${change(publication.offers, previous?.offers)}`,
        facts: { offers: publication.offers, size: publication.size, etag: publication.etag },
      })
    })
  } catch (error) {
    if (!(error instanceof BrakeError)) throw error
    await hold(hub, feed, { offers: lots.length, reason: error.message, traceId })
  }
}

function change(offers: number, before: number | undefined): string {
  if (before === undefined || before === offers) return ''
  return offers > before ? ` (стало больше на ${offers - before})` : ` (стало меньше на ${before - offers})`
}

/** The same brake says its word once, not at every change of a unit. */
async function hold(hub: Hub, feed: FeedConfig, held: HeldFeed): Promise<void> {
  const known = await getState(hub.db, heldKey(feed.name))
  if (known && (JSON.parse(known) as HeldFeed).offers === held.offers) return
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await putState(trx, heldKey(feed.name), JSON.stringify(held), now)
    await writeJournal(trx, now, {
      traceId: held.traceId,
      topic: 'feed',
      step: 'feed.held',
      level: 'error',
      text: held.reason,
    })
  })
}

/** A person has looked at the figures and lets the feed shrink to what it was held at. */
export async function confirmFeed(hub: Hub, name: string): Promise<boolean> {
  const known = await getState(hub.db, heldKey(name))
  if (!known) return false
  const { offers, traceId } = JSON.parse(known) as HeldFeed
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await putState(trx, confirmedKey(name), String(offers), now)
    await hub.jobs.enqueue(trx, 'publish-feeds', {}, { dedupeKey: 'publish-feeds', traceId })
    await writeJournal(trx, now, {
      traceId,
      topic: 'feed',
      step: 'feed.confirmed',
      text: `Публикация фида ${name} подтверждена`,
    })
  })
  hub.jobs.wake()
  return true
}
