import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { externalKeyOf } from '../../store/calls.ts'
import { performEffect } from '../effects.ts'

const RetireInteraction = z.object({ callKey: z.string(), system: z.string(), callId: z.string(), traceId: z.string() })

/** Marks the interaction of a call that was merged into another for deletion: the same effect, with another wish. */
export async function retireInteraction(hub: Hub, data: unknown): Promise<void> {
  const { callKey, system, callId, traceId } = RetireInteraction.parse(data)
  const externalKey = externalKeyOf({ system, callKey })
  const value = { externalKey, deleted: true }
  await performEffect(
    hub,
    {
      sink: 'onec',
      kind: 'interaction',
      key: `interaction:${callKey}`,
      subject: callId,
      payload: { entity: 'interaction', key: externalKey, value },
      traceId,
    },
    {
      topic: 'call',
      doing: 'Помечаем лишнее взаимодействие в 1С на удаление',
      done: () => 'Лишнее взаимодействие помечено в 1С на удаление',
      failed: 'Лишнее взаимодействие не помечено на удаление',
    },
  )
}
