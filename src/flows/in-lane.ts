import type { Hub } from '../context.ts'
import { onecSink } from './sinks/onec-sink.ts'

type Lane = Parameters<Hub['onec']['lane']>[0]

/** The same hub, whose questions and wishes to 1C have another place in the queue for its sessions. */
export function inLane(hub: Hub, lane: Lane): Hub {
  const own = { ...hub, onec: hub.onec.lane(lane) }
  return { ...own, sinks: { ...hub.sinks, onec: onecSink(own) } }
}
