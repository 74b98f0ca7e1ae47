import type { Hub } from '../../context.ts'
import { UnavailableError } from '../../errors.ts'
import type { AdPlatform, Campaign } from '../../model/advertising.ts'
import type { Call } from '../../model/call.ts'
import type { CallRow } from '../../store/calls.ts'
import { hasPulled } from '../exchange/pull-state.ts'
import { type Attribution, attributeCall } from './attribute-call.ts'

export interface FoundSource {
  found: Attribution
  platforms: AdPlatform[]
  campaigns: Campaign[]
}

/** Looks for the advertising source of a call among the platforms and campaigns of 1C; changes nothing. */
export async function findSource(hub: Hub, call: CallRow): Promise<FoundSource> {
  await requireDirectory(hub)
  const platforms = marked(await hub.db.selectFrom('adPlatform').selectAll().execute()) as unknown as AdPlatform[]
  const campaigns = marked(await hub.db.selectFrom('campaign').selectAll().execute()) as unknown as Campaign[]
  const { keyword, dialled } = call
  const source = {
    platform: call.sourcePlatform,
    campaign: call.sourceCampaign,
    keyword,
    trackingNumber: call.trackingNumber,
  }
  const direction = call.direction as Call['direction']
  return { found: attributeCall({ direction, dialled, source }, { platforms, campaigns }), platforms, campaigns }
}

/** Before the first pull of platforms and campaigns «no source found» would only mean that we did not look. */
async function requireDirectory(hub: Hub): Promise<void> {
  if (await hasPulled(hub, 'campaign')) return
  throw new UnavailableError('Рекламные площадки и кампании ещё не прочитаны из 1С: звонок подождёт их.')
}

/** Rows with the model's flag instead of the table's number. */
const marked = <T extends { deleted: number }>(rows: T[]) => rows.map((row) => ({ ...row, deleted: row.deleted === 1 }))
