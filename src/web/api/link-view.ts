import type { Hub } from '../../context.ts'
import { entityTitles } from '../../flows/exchange/titles.ts'
import { countMirrored, mirroredEntities } from '../../store/mirror.ts'
import type { Link } from './contract.ts'

/** The state of the exchange as a person should read it. */
export async function linkView(hub: Hub): Promise<Link> {
  const { link } = hub
  const counts = await countMirrored(hub.db)
  return {
    state: link.state,
    text: sentence(hub),
    infobase: hub.config.onec.url,
    since: link.since,
    checkedAt: link.checkedAt,
    lastPullAt: link.lastPullAt,
    lastChangeAt: link.lastChangeAt,
    lastError: link.lastError,
    latencyMs: link.latencyMs,
    progress: link.progress,
    counts: mirroredEntities.map((entity) => ({ entity, title: entityTitles[entity], count: counts[entity] })),
  }
}

function sentence(hub: Hub): string {
  const { link } = hub
  switch (link.state) {
    case 'connecting':
      return 'Хаб подключается к 1С.'
    case 'pulling':
      return link.progress
        ? `Читаем базу 1С: ${link.progress.entity.toLowerCase()}, ${link.progress.done} из ${link.progress.total}.`
        : 'Читаем базу 1С.'
    case 'online':
      return 'Обмен с 1С идёт, изменения приходят сами.'
    case 'offline':
      return `1С недоступна: ${link.lastError ?? 'причина неизвестна'}. Звонки принимаем и запишем в 1С, как только она ответит; данные на экране — на момент последнего обмена.`
    case 'stopped':
      return 'Обмен остановлен: хаб завершает работу.'
    default:
      return link.state satisfies never
  }
}
