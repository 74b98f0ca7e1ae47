import type { Hub } from '../../context.ts'
import { HubError } from '../../errors.ts'

/** Pause after packages that failed in a row; ends so that 1C is asked again. */
export interface PackagePause {
  failures: number
  /** The first of them. */
  since: string
  until: number
  error: HubError
}

const firstMs = 1000
const longestMs = 30 * 60_000

/** 1C was not there, or not open: no package was made in vain, and the next one need not wait. */
const shut: ReadonlySet<unknown> = new Set([
  'unreachable',
  'maintenance',
  'versions',
  'licence',
  'sessions',
  'session_lost',
  'credentials',
  'busy',
  'closing',
])

/** Whether a failed SelectChanges says something of the package, and not only of the way to 1C. */
export function isOfPackage(error: unknown): error is HubError {
  return error instanceof HubError && error.facts.path === 'SelectChanges' && !shut.has(error.facts.reason)
}

/** A failure may be a passing one; the next tells that something in the plan stands in the way. */
export const isBlocked = (pause: PackagePause | null): pause is PackagePause => pause !== null && pause.failures > 1

/** Throws the failure of the last package while 1C is to be left alone: a failed SelectChanges is expensive (1c-odata §14). */
export function mayAskPackage(hub: Hub): void {
  const { pause } = hub.link
  if (pause && hub.now().getTime() < pause.until) throw pause.error
}

export function packageFailed(hub: Hub, error: HubError): void {
  const failures = (hub.link.pause?.failures ?? 0) + 1
  const ms = Math.min(longestMs, firstMs * 2 ** (failures - 1))
  const since = hub.link.pause?.since ?? hub.now().toISOString()
  hub.link.pause = { failures, since, until: hub.now().getTime() + ms, error }
}

export function packageArrived(hub: Hub): void {
  hub.link.pause = null
}

/** Ends the pause, not the trouble: the next cycle asks 1C for a package. False when there was no pause. */
export function askPackageAgain(hub: Hub): boolean {
  if (hub.link.pause === null) return false
  hub.link.pause.until = 0
  return true
}
