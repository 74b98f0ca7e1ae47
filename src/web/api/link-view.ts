import type { Hub } from '../../context.ts'
import type { ReadWay } from '../../flows/exchange/read-ways.ts'
import { entityTitles } from '../../flows/exchange/titles.ts'
import { countMirrored, mirroredEntities } from '../../store/mirror.ts'
import { may } from '../auth/access.ts'
import type { Person } from '../auth/people.ts'
import type { Link } from './contract.ts'

/** The state of the exchange as a person should read it. */
export async function linkView(hub: Hub, viewer: Person): Promise<Link> {
  const { link } = hub
  const mayKnow = may(viewer.role, 'attention')
  const health = hub.onec.health()
  const { used, limit } = health.sessions
  const { until } = health.breaker
  const queue = Object.values(health.queue).reduce((sum, waiting) => sum + waiting)
  const counts = await countMirrored(hub.db)
  return {
    state: link.state,
    text: sentence(hub, mayKnow),
    infobase: mayKnow ? hub.config.onec.url : '',
    since: link.since,
    checkedAt: link.checkedAt,
    lastPullAt: link.lastPullAt,
    lastChangeAt: link.lastChangeAt,
    lastError: mayKnow ? link.lastError : null,
    latencyMs: health.latency.last ?? link.latencyMs,
    latencyP95Ms: health.latency.p95,
    sessions: { used, limit, queue },
    pausedUntil: until && until > hub.now() ? until.toISOString() : null,
    progress: link.progress,
    counts: mirroredEntities.map((entity) => ({ entity, title: entityTitles[entity], count: counts[entity] })),
    ways: mayKnow
      ? link.ways.map(({ entity, way, why }) => ({ entity, title: entityTitles[entity], way: wayWords[way], why }))
      : [],
  }
}

const wayWords: Readonly<Record<ReadWay, string>> = {
  plan: 'план обмена',
  versions: 'сверка версий',
  window: 'последние записи по дате',
  full: 'целиком',
}

/** What a person can make of a 1C that has closed itself; everything else comes in the words of the failure. */
const closed: Readonly<Record<string, string>> = {
  maintenance: '1С закрыта на обслуживание, обмен продолжится сам.',
  versions: '1С обновлена, а её модуль на веб-сервере — ещё нет: администратору нужно обновить и его.',
  licence: 'В 1С не хватает лицензий, обмен продолжится сам, как только одна освободится.',
  sessions: 'В 1С заняты все сеансы, обмен продолжится сам, как только один освободится.',
  credentials: '1С не приняла имя или пароль хаба: администратору нужно проверить их.',
}

/** Machine words and addresses are for those who can do something about them. */
function whyAway(hub: Hub, mayKnow: boolean): string {
  const { reason } = hub.onec.health().breaker
  const known = closed[reason ?? '']
  if (known) return known
  const { lastError } = hub.link
  return mayKnow && lastError
    ? `1С недоступна. ${lastError.replace(/\.+$/, '')}.`
    : '1С недоступна, администратору видна причина.'
}

function sentence(hub: Hub, mayKnow: boolean): string {
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
      return `${whyAway(hub, mayKnow)} Звонки принимаем и запишем в 1С, как только она ответит; данные на экране — на момент последнего обмена.`
    case 'unmapped':
      return mayKnow
        ? '1С отвечает, но ни один файл соответствий не подходит к её конфигурации. Звонки принимаем и запишем в 1С, как только соответствия исправят.'
        : '1С отвечает, но хаб ещё не настроен на её конфигурацию: это дело администратора. Звонки принимаем и запишем позже.'
    case 'stopped':
      return 'Обмен остановлен: хаб завершает работу.'
    default:
      return link.state satisfies never
  }
}
