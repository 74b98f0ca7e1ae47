import type { Hub } from '../../context.ts'
import type { HubError } from '../../errors.ts'

/** Pause after packages that failed in a row; ends so that 1C is asked again. */
export interface PackagePause {
  failures: number
  until: number
  error: HubError
}

const firstMs = 1000
const longestMs = 30 * 60_000

/** Throws the failure of the last package while 1C is to be left alone: a failed SelectChanges is expensive (1c-odata §14). */
export function mayAskPackage(hub: Hub): void {
  const { pause } = hub.link
  if (pause && hub.now().getTime() < pause.until) throw pause.error
}

export function packageFailed(hub: Hub, error: HubError): void {
  const failures = (hub.link.pause?.failures ?? 0) + 1
  const ms = Math.min(longestMs, firstMs * 2 ** (failures - 1))
  hub.link.pause = { failures, until: hub.now().getTime() + ms, error }
}

export function packageArrived(hub: Hub): void {
  hub.link.pause = null
}
