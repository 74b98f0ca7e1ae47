import type { Hub } from '../../context.ts'
import { entityTitles } from '../../flows/exchange/titles.ts'
import { flowTitle } from '../../flows/index.ts'
import { catching, startReplay } from '../../flows/replay/start-replay.ts'
import { formatPhone } from '../../model/phone.ts'
import type { ReplayKind } from '../../model/replay.ts'
import { countReasons, findCaught, type ReasonCount } from '../../store/caught.ts'
import { lastVersion } from '../../store/mapping-versions.ts'
import type { Person } from '../auth/people.ts'
import type { Attention } from './contract.ts'

/** How a kind of things that wait for the same cure is told. */
interface Words {
  kind: Attention['kind']
  title(one: ReasonCount): string
  /** Button of one, and of several. */
  labels: readonly [one: string, many: string]
  /** Added to the reason. */
  remedy?: string
  /** Whether other mapping files may be the cure. */
  byMapping: boolean
  otherwise?: Attention['otherwise']
}

const many = new Intl.NumberFormat('ru-RU')
const titles: Readonly<Record<string, string>> = entityTitles

const words = {
  call: {
    kind: 'failed_effect',
    title: ({ n, title }) =>
      n > 1
        ? `Звонки не записаны в 1С: ${many.format(n)}`
        : `Звонок с ${title.startsWith('+') ? formatPhone(title) : 'неизвестного номера'} не записан в 1С`,
    labels: ['Записать снова', 'Записать все снова'],
    byMapping: true,
  },
  job: {
    kind: 'dead_job',
    title: ({ n, source }) => `Не получилось${n > 1 ? ` (${many.format(n)})` : ''}: ${flowTitle(source)}`,
    labels: ['Повторить', 'Повторить все'],
    byMapping: false,
  },
  fact: {
    kind: 'parked_fact',
    title: ({ n }) => (n > 1 ? `Непонятные сообщения: ${many.format(n)}` : 'Непонятное сообщение'),
    labels: ['Прочитать снова', 'Прочитать все снова'],
    byMapping: false,
    otherwise: { name: 'dismiss', label: 'Убрать из списка' },
  },
  record: {
    kind: 'unmapped',
    title: ({ n, source }) => `${titles[source] ?? source}: не разобрано записей ${many.format(n)}`,
    labels: ['Прочитать снова', 'Прочитать все снова'],
    remedy: 'Поправьте запись в 1С или файл соответствий: запись перечитается сама.',
    byMapping: true,
  },
} satisfies Partial<Record<ReplayKind, Words>>

/** More reasons than this at once are one trouble. */
const shown = 20
/** Reasons looked at: those that differ in numbers and references only are one. */
const looked = 500
/** Letters of a reason by which it is told from others. */
const longest = 1500

/** Things of one kind that wait for a person, a row for all that have the same cause, with the button that does all again. */
export function parkedOf(what: keyof typeof words) {
  const { kind, title, labels, remedy, byMapping, otherwise }: Words = words[what]
  return async (hub: Hub): Promise<Attention[]> => {
    const groups = merged(await countReasons(hub.db, catching(hub, { what }), looked)).slice(0, shown)
    const version = byMapping && groups.length > 0 ? await lastVersion(hub.db) : null
    return groups.map((group) => {
      const isMended = version !== null && version.at > group.lastAt
      const reason = [
        ended(group.reason ?? 'Причина не записана'),
        isMended ? 'С тех пор файлы соответствий изменены: можно повторить.' : (remedy ?? ''),
      ]
      return {
        id: `${what}:${group.target}`,
        kind,
        title: title(group),
        reason: reason.filter(Boolean).join(' '),
        at: group.lastAt,
        traceId: group.traceId,
        action: { name: 'retry' as const, label: labels[group.n > 1 ? 1 : 0] },
        ...(otherwise ? { otherwise } : {}),
      }
    })
  }
}

/** Does everything once more that waits for the same cause as this thing. */
export function redoAlike(what: keyof typeof words) {
  return async (hub: Hub, target: string, { login: author }: Person): Promise<boolean> => {
    const thing = await findCaught(hub.db, catching(hub, { what, ids: [target] }))
    if (!thing) return false
    const { source, reason } = thing
    const alike = reason === null ? { ids: [target] } : { source, reason: patternOf(reason) }
    await startReplay(hub, { what, ...alike }, { mapping: 'now', dry: false, author })
    return true
  }
}

/** A reason without what differs from thing to thing: references and longer numbers. */
function patternOf(reason: string): string {
  const pattern = reason.replace(/[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\+?\d[\d ()-]{4,}\d/gi, '*')
  return pattern.length > longest ? `${pattern.slice(0, longest)}*` : pattern
}

function merged(reasons: readonly ReasonCount[]): ReasonCount[] {
  const groups = Map.groupBy(reasons, ({ source, reason }) => `${source} ${reason === null ? '' : patternOf(reason)}`)
  return [...groups.values()]
    .map((group) => {
      const latest = group.reduce((a, b) => (b.lastAt > a.lastAt ? b : a))
      return { ...latest, n: group.reduce((sum, { n }) => sum + n, 0) }
    })
    .toSorted((a, b) => b.lastAt.localeCompare(a.lastAt))
}

const ended = (text: string) => `${text.replace(/[.\s]+$/, '')}.`
