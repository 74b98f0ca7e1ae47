import { z } from 'zod'

/** Fields several operations share. Descriptions go to the WSDL and to OpenAPI, in Russian. */

export const Ref = z.guid('Нужна ссылка 1С: УникальныйИдентификатор объекта строкой.').toLowerCase()

export const CallerId = z
  .string('Нужен id: по нему хаб узнаёт повтор.')
  .trim()
  .min(1, 'Нужен id: по нему хаб узнаёт повтор.')
  .max(100, 'id длиннее 100 знаков.')
  .describe('Ваш номер вызова. Повтор с тем же номером ничего не сделает второй раз и вернёт тот же ответ')

/** Given as 1C writes its dates, or with an offset. */
export const Time = z.iso
  .datetime({ local: true, offset: true, error: 'Нужны дата и время вида 2026-11-24T15:00:00.' })
  .meta({ format: 'date-time' })

/** Wall clock of the infobase, as 1C reads it. */
export const WallClock = z.string().meta({ format: 'date-time' })

export const Trace = z.string().describe('Номер в журнале хаба: по нему видно всё, что было дальше')
