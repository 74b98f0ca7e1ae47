import type { QueueOptions } from '../engine.ts'

/**
 * Pause before the next try: anything between zero and a ceiling that doubles with every failure. The whole range is
 * random so that jobs which failed together when the far side went down do not come back together.
 */
export function backoffMs(
  failures: number,
  options: Pick<QueueOptions, 'delayMs' | 'maxDelayMs'>,
  random: () => number,
): number {
  const ceiling = Math.min(options.maxDelayMs, options.delayMs * 2 ** (failures - 1))
  return Math.round(ceiling * random())
}
