import { z } from 'zod'
import type { Hub } from '../../../context.ts'
import { Refusal } from '../../../flows/onec-api/refusal.ts'
import { operation } from '../operation.ts'

const kinds = ['client', 'unit', 'deal', 'call'] as const

/** Path in the window; null where there is no page of such things yet. Throws Refusal when there is no such thing. */
const pages: Record<(typeof kinds)[number], ((hub: Hub, ref: string) => Promise<string>) | null> = {
  client: null,
  deal: null,
  async unit(hub, ref) {
    const unit = await hub.db
      .selectFrom('unit')
      .select(['ref', 'buildingRef'])
      .where('ref', '=', ref.toLowerCase())
      .where('deleted', '=', 0)
      .executeTakeFirst()
    if (!unit) throw missing('Такого помещения в хабе нет: проверьте ссылку, или оно ещё не прочитано из 1С.', ref)
    return `/chessboard/${unit.buildingRef}?unit=${unit.ref}`
  },
  async call(hub, ref) {
    const call = await hub.db
      .selectFrom('call')
      .select('traceId')
      .where((eb) => eb.or([eb('id', '=', ref), eb('onecRef', '=', ref.toLowerCase())]))
      .executeTakeFirst()
    if (!call) throw missing('Такого звонка в хабе нет: нужен callId хаба или ссылка документа звонка.', ref)
    return `/journal?trace=${call.traceId}`
  },
}

const texts = {
  client: 'Страницы клиента в окне хаба пока нет.',
  deal: 'Страницы договора в окне хаба пока нет.',
  unit: 'Карточка помещения на шахматке',
  call: 'Звонок в журнале: его видят администратор и руководитель',
} as const

const missing = (message: string, ref: string) => new Refusal('not_found', message, { ref })

export const openCardLink = operation({
  name: 'openCardLink',
  about: 'Ссылка на карточку в окне хаба: открывается в браузере, входит тот, кто её открыл',
  kind: 'question',
  input: z.strictObject({
    kind: z
      .enum(kinds, { error: 'Нужно одно из: client (клиент), unit (помещение), deal (договор), call (звонок).' })
      .describe('client — клиент, unit — помещение, deal — договор, call — звонок'),
    ref: z
      .string('Нужна ссылка 1С объекта; для звонка — и callId хаба.')
      .trim()
      .min(1, 'Нужна ссылка 1С объекта; для звонка — и callId хаба.')
      .max(100)
      .describe('Ссылка 1С объекта; для звонка — ссылка его документа или callId хаба'),
  }),
  output: z.object({
    available: z.boolean().describe('Есть ли такая страница'),
    url: z.string().nullable().describe('Адрес страницы'),
    text: z.string(),
  }),
  async run(hub, { kind, ref }, { address }) {
    const path = await pages[kind]?.(hub, ref)
    return { available: path !== undefined, url: path === undefined ? null : address + path, text: texts[kind] }
  },
})
