import { z } from 'zod'
import { defaultFaults, type FaultKind, faultDescriptions } from '../infobase/faults.ts'
import { defaultSmsFaults, smsFaultDescriptions } from '../sms/faults.ts'
import type { World } from './world.ts'

interface Described {
  name: string
  kind: FaultKind
  title: string
  options?: readonly (string | number)[]
}

/** A duration that would outlast any client's patience is a slip of the pen. */
const longestMs = 120_000

const whole = z.int().nonnegative()

/** A counter that stands at null when it is off may be put back to null. */
const values: Record<FaultKind, (fault: Described, initial: unknown) => z.ZodType> = {
  switch: () => z.boolean(),
  counter: (_, initial) => (initial === null ? whole.nullable() : whole),
  limit: () => whole.nullable(),
  number: () => z.int().positive(),
  duration: () => z.int().min(0).max(longestMs),
  choice: ({ options = [] }) => z.literal([...options]),
  text: () => z.string().max(1000),
  names: () => z.array(z.string().min(1)),
}

function patchOf(descriptions: readonly Described[], defaults: Readonly<Record<string, unknown>>) {
  return z.strictObject(
    Object.fromEntries(
      descriptions.map((fault) => [fault.name, values[fault.kind](fault, defaults[fault.name]).optional()]),
    ),
  )
}

/** `PATCH /control/faults` and `TWIN_FAULTS`: any of the switches of any part; an unknown name is refused. */
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

export function patchFaults(world: Pick<World, 'infobase' | 'sms'>, patch: FaultsPatch) {
  Object.assign(world.infobase.faults, patch.infobase)
  Object.assign(world.sms.faults, patch.sms)
}
