import type { Hub } from '../../context.ts'
import type { Mappings } from '../../mapping/index.ts'
import type { ReplayMapping } from '../../model/replay.ts'
import { inLane } from '../in-lane.ts'

/** Gives the hub to be used for what came in at an instant: with the mapping files of today or of then. */
export type HubAt = (since: string) => Promise<Hub>

/**
 * Hubs that read and write by the mapping files a replay wants, and ask 1C in the lane of bulk work. «Then» means the
 * version in use when the thing came in; what is older than all versions is done by the oldest.
 */
export function hubsUnder(hub: Hub, mapping: ReplayMapping): HubAt {
  const today = inLane(hub, 'sync')
  if (mapping === 'now') return async () => today
  const compiled = new Map<number, Hub>()
  return async (since) => {
    const version = await versionAt(hub, since)
    if (version === null) return today
    const known = compiled.get(version.id)
    if (known) return known
    const under = withMappings(hub, hub.mappings.compile(JSON.parse(version.files) as Record<string, string>))
    compiled.set(version.id, under)
    return under
  }
}

function withMappings(hub: Hub, past: Mappings): Hub {
  const { of, from, all, findings, fingerprint, check } = past
  const mappings = { ...hub.mappings, of, from, all, findings, fingerprint, check, current: past }
  return inLane({ ...hub, mappings }, 'sync')
}

async function versionAt(hub: Hub, since: string): Promise<{ id: number; files: string } | null> {
  const versions = hub.db.selectFrom('mappingVersion').select(['id', 'files'])
  const then = await versions.where('at', '<=', since).orderBy('id', 'desc').limit(1).executeTakeFirst()
  return then ?? (await versions.orderBy('id').limit(1).executeTakeFirst()) ?? null
}
