import { defaultFaults, type Faults, faultDescriptions } from '../infobase/faults.ts'

/** Switches that keep the infobase from answering anybody, worst first. */
const outages = ['down', 'maintenance', 'licence', 'sessionPool', 'html500'] as const

/** What keeps the infobase from answering now, in Russian; null when it answers. */
export function outageOf(faults: Faults): string | null {
  const outage = outages.find((name) => faults[name])
  return outage ? (faultDescriptions.find(({ name }) => name === outage)?.title ?? outage) : null
}

/** The values with which nothing keeps the infobase from answering, nor soon will. */
export const working: Partial<Faults> = {
  ...Object.fromEntries(outages.map((name) => [name, false])),
  failAfterRequests: defaultFaults.failAfterRequests,
}
