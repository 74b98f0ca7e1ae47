import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { acceptFact } from '../../../flows/onec-api/accept-fact.ts'
import type { Mapping } from '../../../mapping/index.ts'
import { mirroredEntities } from '../../../store/mirror.ts'
import { CallerId, Ref, Trace } from '../fields.ts'
import { operation } from '../operation.ts'

export const changed = operation({
  name: 'changed',
  about: 'Сообщает об изменении объекта: хаб читает изменения сразу, не дожидаясь очередного опроса',
  kind: 'fact',
  input: z.strictObject({
    set: z.string().max(200).optional().describe('Имя объекта в интерфейсе OData, как в папке mappings'),
    ref: Ref.optional().describe('Ссылка изменённого объекта'),
    id: CallerId.optional(),
  }),
  output: z.object({
    accepted: z.literal(true),
    watched: z.boolean().describe('Читает ли хаб такие объекты'),
    text: z.string(),
    trace: Trace,
  }),
  async run(hub, input) {
    const { set, id } = input
    const receipt = await acceptFact(hub, {
      operation: 'changed',
      key: id === undefined ? `changed:${randomUUID()}` : `changed:id:${id}`,
      input,
      subjectKey: input.ref ?? null,
      prepare: async () => ({ extra: {}, job: { queue: 'take-onec-fact' } }),
    })
    hub.poke()
    const watched = set === undefined || mirroredEntities.some((entity) => reads(hub.mappings.of(entity), set))
    return {
      accepted: true as const,
      watched,
      text: watched ? 'Принято, хаб читает изменения' : `Принято, но «${set}» хаб не читает: его нет в папке mappings`,
      trace: receipt.traceId,
    }
  },
})

/** Objects of the set itself, or records of a register that stand beside its objects. */
const reads = (mapping: Mapping | null, set: string): boolean =>
  mapping !== null &&
  (mapping.spec.from.set === set || mapping.expand.some((one) => typeof one !== 'string' && one.set === set))
