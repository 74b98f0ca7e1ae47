import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { clientsByPhone } from '../../store/clients.ts'
import { effectsInDoubt } from '../../store/outbox.ts'
import { abandonEffect, settleIfArrived } from '../effects.ts'
import { askOnec, creating, creationKey } from './ensure-client.ts'

const SettleCreation = z.object({ phone: z.string() })

const unneeded = 'запрос до 1С не дошёл, а клиента с этим номером там уже завели'

/**
 * Finds out what became of creations nobody heard the end of when their call has got a client all the same: by the hub's key,
 * then, when that is not there and can come no more, by the phone. What is not needed any longer is taken off the list.
 */
export async function settleCreation(hub: Hub, data: unknown): Promise<void> {
  const { phone } = SettleCreation.parse(data)
  for (const creation of await effectsInDoubt(hub.db, creationKey(phone))) {
    await settleIfArrived(hub, creation, creating)
    const isHere = (await clientsByPhone(hub.db, phone)).length > 0 || (await askOnec(hub, phone)) !== null
    // Without a client the next run of the call makes one, by this same effect.
    if (isHere) await abandonEffect(hub, creation.id, { ...creating, reason: unneeded })
  }
  hub.live.changed('attention', 'journal')
}
