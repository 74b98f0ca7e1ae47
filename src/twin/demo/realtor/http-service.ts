/** `/hs/realtor/v1/…`: the HTTP service of the demo configuration. */
import { z } from 'zod'
import { type HttpService, jsonResponse, serviceResponse } from '../../infobase/http-services/http-service.ts'
import { startProcess } from '../../infobase/write/process.ts'
import { clientByPhone, freeUnits } from './offers.ts'

const ERRANDS = 'BusinessProcess_Поручение'

const CALLS = 'Document_ТелефонныйЗвонок'

/** Attributes of the document; with a reference of its own it is changed. */
const CallDocument = z.looseObject({ Ref_Key: z.guid().optional(), ВнешнийКод: z.string().min(1).optional() })

const Errand = z.object({
  title: z.string().min(1),
  executor: z.guid().optional(),
  due: z.iso.datetime({ local: true }).optional(),
})

export const realtorHttpService: HttpService = {
  name: 'Риэлтор',
  rootUrl: 'realtor',
  templates: [
    { name: 'Пинг', template: '/v1/ping', methods: { GET: () => serviceResponse(200, 'OK') } },
    {
      name: 'СвободныеПомещения',
      template: '/v1/units/free',
      methods: {
        GET: ({ query }, base) => {
          const units = freeUnits(base, query.get('house') ?? null)
          return jsonResponse({ count: units.length, units })
        },
      },
    },
    {
      name: 'КлиентПоТелефону',
      template: '/v1/clients/{phone}',
      methods: {
        GET: ({ parameters }, base) => {
          const client = clientByPhone(base, parameters.phone ?? '')
          return client ? jsonResponse(client) : jsonResponse({ error: 'Клиент не найден' }, 404)
        },
      },
    },
    {
      name: 'Звонки',
      template: '/v1/calls',
      methods: {
        POST: ({ body }, base) => {
          const call = base.write(CALLS, CallDocument.parse(JSON.parse(body)))
          return jsonResponse({ id: call.Ref_Key, number: call.Number }, 201)
        },
      },
    },
    {
      name: 'Поручения',
      template: '/v1/errands',
      methods: {
        POST: ({ body }, base) => {
          // A body of another shape is an exception of the handler, as it would be in 1C.
          const { title, executor, due } = Errand.parse(JSON.parse(body))
          const errand = base.write(ERRANDS, {
            Наименование: title,
            ...(executor ? { Исполнитель_Key: executor } : {}),
            ...(due ? { СрокИсполнения: due.slice(0, 19) } : {}),
          })
          startProcess(base, base.entitySet(ERRANDS), String(errand.Ref_Key))
          return jsonResponse({ ref: errand.Ref_Key, number: errand.Number }, 201)
        },
      },
    },
  ],
}
