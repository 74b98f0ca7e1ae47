import { z } from 'zod'
import type { LinkState } from '../../../flows/exchange/link.ts'
import { mirrorAge } from '../../../flows/exchange/link.ts'
import { toWallClock } from '../../../flows/onec-api/wall-clock.ts'
import { WallClock } from '../fields.ts'
import { operation } from '../operation.ts'
import { hubVersion } from '../version.ts'

const exchangeTexts: Record<LinkState['state'], string> = {
  connecting: 'Хаб подключается к 1С',
  pulling: 'Хаб читает базу целиком',
  online: 'Обмен идёт',
  offline: 'Хаб не может прочитать 1С',
  unmapped: 'Ни один файл соответствий хаба не подходит к этой базе',
  stopped: 'Обмен остановлен: хаб завершает работу',
}

export const ping = operation({
  name: 'ping',
  about: 'Проверка связи: версия хаба, его время и состояние обмена с этой базой',
  kind: 'question',
  input: z.strictObject({}),
  output: z.object({
    version: z.string().describe('Версия хаба'),
    time: WallClock.describe('Время хаба по часам базы 1С'),
    exchangeState: z
      .enum(['connecting', 'pulling', 'online', 'offline', 'unmapped', 'stopped'])
      .describe('Состояние обмена'),
    exchangeText: z.string().describe('То же по-русски, с причиной, если обмен не идёт'),
    exchangeCheckedAt: WallClock.nullable().describe('Когда 1С последний раз ответила хабу'),
    exchangeAgeSeconds: z.int().nullable().describe('Сколько секунд назад это было'),
  }),
  async run(hub) {
    const { state, lastError, checkedAt } = hub.link
    const zone = hub.config.onec.timezone
    return {
      version: hubVersion,
      time: toWallClock(hub.now().toISOString(), zone),
      exchangeState: state,
      exchangeText: state === 'offline' && lastError ? `${exchangeTexts[state]}: ${lastError}` : exchangeTexts[state],
      exchangeCheckedAt: checkedAt && toWallClock(checkedAt, zone),
      exchangeAgeSeconds: mirrorAge(hub.link, hub.now()),
    }
  },
})
