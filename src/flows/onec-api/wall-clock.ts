import { DateTime } from 'luxon'

/**
 * Instant (ISO) → the wall clock of the infobase's zone, `2026-11-24T15:00:00`: the only time 1C reads and writes without
 * a doubt, for its dates have no zone (1c-odata §7).
 */
export function toWallClock(instant: string, zone: string): string {
  return DateTime.fromISO(instant).setZone(zone).toFormat("yyyy-MM-dd'T'HH:mm:ss")
}
