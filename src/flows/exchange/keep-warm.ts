import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'

/**
 * In working hours lets no session of 1C grow cold: the first request after idleness takes 10–30 s (1c-odata §1), and it
 * should not be the one a person waits for. Returns the way to stop.
 */
export function keepWarm(hub: Hub): () => void {
  const { warm } = hub.config.settings.exchange
  if (warm === null) return () => {}
  const look = () => {
    // A failure is told by the connection itself, and the exchange finds out soon enough.
    if (isDue(hub, warm)) hub.onec.ping().catch(() => undefined)
  }
  const timer = setInterval(look, Math.max(1000, warm.every / 2)).unref()
  look()
  return () => clearInterval(timer)
}

/** Whether it is working time by the infobase's clock and 1C was not asked anything for so long. */
export function isDue(
  hub: Pick<Hub, 'now' | 'onec' | 'config'>,
  warm: { from: string; to: string; every: number },
): boolean {
  const now = hub.now()
  const clock = DateTime.fromJSDate(now, { zone: hub.config.onec.timezone }).toFormat('HH:mm')
  const { answeredAt } = hub.onec.health()
  const isWorkingTime =
    warm.from <= warm.to ? clock >= warm.from && clock < warm.to : clock >= warm.from || clock < warm.to
  return isWorkingTime && (answeredAt === null || now.getTime() - answeredAt.getTime() >= warm.every)
}
