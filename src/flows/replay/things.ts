import type { ReplayKind } from '../../model/replay.ts'
import type { Thing } from './thing.ts'
import { call } from './things/call.ts'
import { effect } from './things/effect.ts'
import { fact } from './things/fact.ts'
import { job } from './things/job.ts'
import { record } from './things/record.ts'

/** Everything that can be done once more. */
export const things: Record<ReplayKind, Thing> = { fact, call, effect, job, record }
