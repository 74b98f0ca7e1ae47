import type { AdSource } from './directory.ts'
import type { UserDatum } from './facts.ts'
import type { CallScene } from './scenes.ts'

/** Keys as the contact centre attaches them (engage-workspace-ringing), a nested list among them. */
export function attachedData(
  scene: CallScene,
  ad: AdSource | null,
  dnis: string,
  own: Record<string, string>,
): UserDatum[] {
  const advertising: Record<string, string> =
    ad && scene.ads !== 'none'
      ? {
          adPlatform: ad.platform,
          adCampaign: ad.campaign,
          ...(scene.ads === 'full' && { adKeyword: ad.keyword }),
          trackingNumber: dnis,
        }
      : {}
  const pairs = Object.entries({ ...advertising, ...own }).filter(([, value]) => value !== '')
  return [
    { key: 'CallType', type: 'str', value: 'Inbound' },
    { key: 'Priority', type: 'int', value: 8 },
    { key: 'Route', type: 'kvlist', value: [{ key: 'Queue', type: 'str', value: 'Продажи' }] },
    ...pairs.map(([key, value]): UserDatum => ({ key, type: 'str', value })),
  ]
}
