import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'

/** Instant → `24.11.2026 09:30` on the clock of the infobase. */
export function timeWords(hub: Pick<Hub, 'config'>, instant: string): string {
  return DateTime.fromISO(instant).setZone(hub.config.onec.timezone).toFormat('dd.MM.yyyy HH:mm')
}
