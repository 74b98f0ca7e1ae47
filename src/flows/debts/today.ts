import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'

/** Calendar day of the infobase now. */
export function today(hub: Hub): string {
  return localNow(hub).toFormat('yyyy-MM-dd')
}

/** The wall clock of the infobase now. */
export function localNow(hub: Hub): DateTime {
  return DateTime.fromJSDate(hub.now()).setZone(hub.config.onec.timezone)
}
