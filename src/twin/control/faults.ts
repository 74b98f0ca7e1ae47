import { z } from 'zod'
import { defaultFaults, faultDescriptions } from '../infobase/faults.ts'
import { defaultSmsFaults, smsFaultDescriptions } from '../sms/faults.ts'
import type { World } from './world.ts'

type Kind = 'switch' | 'counter' | 'duration'

/** A duration that would outlast any client's patience is a slip of the pen. */
const longestMs = 120_000

/** A counter that stands at null when it is off may be put back to null. */
const values: Record<Kind, (initial: unknown) => z.ZodType> = {
  switch: () => z.boolean(),
  counter: (initial) => (initial === null ? z.int().nonnegative().nullable() : z.int().nonnegative()),
  duration: () => z.int().min(0).max(longestMs),
}

function patchOf(descriptions: readonly { name: string; kind: Kind }[], defaults: Readonly<Record<string, unknown>>) {
  return z.strictObject(
    Object.fromEntries(descriptions.map(({ name, kind }) => [name, values[kind](defaults[name]).optional()])),
  )
}

/** `PATCH /control/faults`: any of the switches of any part; an unknown name is refused. */
export const FaultsPatch = z.strictObject({
  infobase: patchOf(faultDescriptions, defaultFaults).optional(),
  sms: patchOf(smsFaultDescriptions, defaultSmsFaults).optional(),
})
export type FaultsPatch = z.infer<typeof FaultsPatch>

/** All switches as a page lists them, each with its value now and at rest. */
export function listFaults(world: Pick<World, 'infobase' | 'sms'>) {
  return [
    {
      part: 'infobase',
      title: '1С',
      faults: faultDescriptions.map((fault) => ({
        ...fault,
        value: world.infobase.faults[fault.name],
        usual: defaultFaults[fault.name],
      })),
    },
    {
      part: 'sms',
      title: 'СМС-центр',
      faults: smsFaultDescriptions.map((fault) => ({
        ...fault,
        value: world.sms.faults[fault.name],
        usual: defaultSmsFaults[fault.name],
      })),
    },
  ]
}

export function patchFaults(world: World, patch: FaultsPatch) {
  Object.assign(world.infobase.faults, patch.infobase)
  Object.assign(world.sms.faults, patch.sms)
}
