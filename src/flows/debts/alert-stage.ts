/** Days past due on which the manager is told, each once (domain §8). */
const usualStages = [1, 7, 15, 30, 60] as const

/**
 * The stage a debt has reached: the largest one not above `dpd`, null before the first. A debt met late gets only the
 * stage it is at, not all it has missed.
 */
export function alertStage(dpd: number, stages: readonly number[] = usualStages): number | null {
  const reached = stages.filter((stage) => stage <= dpd)
  return reached.length > 0 ? Math.max(...reached) : null
}

/** Key of the one alert about this stage of this debt; a debt paid and fallen due again is another one. */
export function alertKey(dealRef: string, overdueSince: string, stage: number): string {
  return `debt:${dealRef}:${overdueSince}:${stage}`
}
