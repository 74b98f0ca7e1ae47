import type { Hub } from '../../context.ts'
import { heldKey } from '../../flows/feeds/publish-feeds.ts'
import { readPublication } from '../../inventory/feeds/publication.ts'
import { getState } from '../../store/state.ts'
import { may } from '../auth/access.ts'
import type { Person } from '../auth/people.ts'
import { listAttention } from './attention.ts'
import { callsToday } from './call-view.ts'
import type { Desktop } from './contract.ts'
import { debtsView } from './debt-view.ts'

/** The first screen: what is wanted of me, and how today's calls, debts and the feed stand; by role. */
export async function desktopView(hub: Hub, person: Person): Promise<Desktop> {
  const [attention, calls, debts, feed] = await Promise.all([
    may(person.role, 'attention') ? listAttention(hub) : [],
    may(person.role, 'calls') ? callsToday(hub, person.role) : null,
    may(person.role, 'debts') ? debtsView(hub, person) : null,
    may(person.role, 'feed') ? feedView(hub) : null,
  ])
  return { attention, calls, debts, feed }
}

async function feedView(hub: Hub): Promise<Desktop['feed']> {
  const [feed] = hub.config.settings.feeds
  if (!feed) return null
  // A damaged description of the feed is told by its flow; the desktop that shows it must not fall with it.
  const publication = await readPublication(hub.config.feedFolder, feed.name).catch(() => null)
  const excluded = await getState(hub.db, `feed.excluded.${feed.name}`)
  const held = await getState(hub.db, heldKey(feed.name))
  return {
    name: feed.name,
    offers: publication?.offers ?? 0,
    publishedAt: publication?.publishedAt ?? null,
    excluded: excluded === null ? [] : (JSON.parse(excluded) as { reason: string; count: number }[]),
    held: held === null ? null : (JSON.parse(held) as { reason: string }).reason,
  }
}
