import type { Hub } from '../../context.ts'
import { RejectedError } from '../../errors.ts'
import type { Into } from '../../mapping/spec.ts'
import type { RawRecord } from '../../model/raw.ts'

interface ServiceWish {
  set: string
  find: string
  body: RawRecord
  into: Into
}

/**
 * Gives an object to a service of the configuration instead of writing it through OData (`into:` of a mapping). The set and
 * the key stay the way to know whether it is there: an object that is found is sent with its reference, so a service whose
 * answer was lost never makes a second one.
 */
export async function sendToService(hub: Pick<Hub, 'onec'>, { set, find, body, into }: ServiceWish) {
  const before = await refOf(hub, set, find)
  const answer = await hub.onec.reading.send(into, before === null ? body : { ...body, Ref_Key: before })
  const told = into.ref === undefined ? null : answer?.[into.ref]
  const ref = typeof told === 'string' && told !== '' ? told : (before ?? (await refOf(hub, set, find)))
  const where = into.http ?? `${into.soap}.${into.operation}`
  if (ref === null)
    throw new RejectedError(`Сервис ${where} принял объект, но в «${set}» его нет: ${find}. Проверьте сервис в 1С.`, {
      reason: 'not_found',
      set,
    })
  const did: 'changed' | 'created' = before === null ? 'created' : 'changed'
  return { ref, raw: answer ?? {}, did, conflicts: [], version: null, written: body }
}

async function refOf(hub: Pick<Hub, 'onec'>, set: string, find: string): Promise<string | null> {
  const [found] = await hub.onec.find(set, find)
  return typeof found?.Ref_Key === 'string' ? found.Ref_Key : null
}
