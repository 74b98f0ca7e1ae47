import type { Hub } from '../../../context.ts'
import { flowTitle } from '../../../flows/index.ts'
import { lookFor } from '../../../flows/replay/running-searches.ts'
import { catching } from '../../../flows/replay/start-replay.ts'
import { formatPhone } from '../../../model/phone.ts'
import { type ReplayDetail, ReplayFilter, type ReplayKind } from '../../../model/replay.ts'
import { entityNames } from '../../../model/titles.ts'
import { listRows, listSources } from '../../../store/caught.ts'
import {
  countItems,
  getReplay,
  type ItemState,
  listItems,
  listReplays,
  noItems,
  type ReplayRow,
} from '../../../store/replays.ts'
import { NotFoundError } from '../route.ts'
import { type Caught, pageSize, type Replay, type ReplayPage } from './replay-contract.ts'

/** The commonest reasons beside a list: more would be another list. */
const reasonsShown = 8
const replaysShown = 60

const stateWords: Record<string, string> = {
  parked: 'не прочитано',
  done: 'обработано',
  new: 'ждёт обработки',
  failed: 'не записано',
  written: 'записано',
  waiting: 'передаётся',
  unknown: 'неизвестно, записано ли',
  sent: 'записано',
  dead: 'не выполнено',
  unmapped: 'не разобрано',
}

const sourceWords: Record<string, string> = {
  'genesys-engage': 'Сообщение контакт-центра',
  onec: 'Сообщение 1С',
  engage: 'Genesys Engage',
}

const names: Readonly<Record<string, string>> = entityNames

/** What a person calls a source: a sender, a system, a kind of effect, a queue, an entity. */
function sourceLabel(what: ReplayKind, source: string): string {
  if (what === 'job') return flowTitle(source)
  if (what === 'effect' || what === 'record') return names[source] ?? source
  return sourceWords[source] ?? source
}

/** What a person calls a thing. */
function titleOf(what: ReplayKind, title: string): string {
  if (what === 'call') return title.startsWith('+') ? `Звонок с ${formatPhone(title)}` : `Звонок с номера «${title}»`
  if (what === 'job') return flowTitle(title)
  const [source = '', ...rest] = title.split(what === 'effect' ? ':' : ' ')
  return [sourceLabel(what, source), rest.join(what === 'effect' ? ':' : ' ')].join(' ').trim()
}

export async function caughtView(hub: Hub, { page, ...query }: ReplayFilter & { page: number }): Promise<Caught> {
  const { total, rows, reasons, seen, of } = await lookFor(hub, catching(hub, query))
  const shownRows = await listRows(hub.db, query.what, rows.slice(page * pageSize, (page + 1) * pageSize))
  return {
    total,
    seen,
    of,
    page,
    rows: shownRows.map(({ target, title, since, state, reason }) => ({
      target,
      title: titleOf(query.what, title),
      since,
      stateText: stateWords[state] ?? state,
      reason,
    })),
    reasons: reasons.slice(0, reasonsShown),
    sources: (await listSources(hub.db, query.what)).map((value) => ({ value, label: sourceLabel(query.what, value) })),
  }
}

export async function replaysView(hub: Hub): Promise<Replay[]> {
  const rows = await listReplays(hub.db, replaysShown)
  return shown(hub, rows)
}

export async function replayView(
  hub: Hub,
  { id, state, page }: { id: string; state?: ItemState | undefined; page: number },
): Promise<ReplayPage> {
  const row = await getReplay(hub.db, id)
  const [replay] = row ? await shown(hub, [row]) : []
  if (!replay) throw new NotFoundError('Такого повтора нет: повторы хранятся 90 дней.')
  const items = await listItems(hub.db, id, state, page * pageSize, pageSize)
  const { counts } = replay
  return {
    replay,
    total: state === undefined ? Object.values(counts).reduce((sum, n) => sum + n, 0) : counts[state],
    page,
    items: items.map((item) => ({
      id: item.id,
      title: titleOf(replay.filter.what, item.title),
      since: item.since,
      state: item.state,
      text: item.text,
      detail: item.detail === null ? null : (JSON.parse(item.detail) as ReplayDetail),
    })),
  }
}

async function shown(hub: Hub, rows: readonly ReplayRow[]): Promise<Replay[]> {
  const counts = await countItems(
    hub.db,
    rows.map(({ id }) => id),
  )
  return rows.map(({ filter, dry, ...row }) => {
    const parsed = ReplayFilter.parse(JSON.parse(filter))
    return {
      ...row,
      filter: parsed,
      text: filterText(parsed),
      dry: dry === 1,
      counts: counts.get(row.id) ?? noItems,
    }
  })
}

const kindWords: Record<ReplayKind, string> = {
  fact: 'Входящие сообщения',
  call: 'Звонки',
  effect: 'Записи в 1С',
  job: 'Задания',
  record: 'Записи 1С, которые не разобраны',
}

/** «Звонки: не записано, с 01.11.2026, причина «…»» */
function filterText({ what, source, state, since, until, reason, text, ids }: ReplayFilter): string {
  const day = (moment: string) => moment.replace(/^(\d{4})-(\d\d)-(\d\d).*/, '$3.$2.$1')
  const parts = [
    source && sourceLabel(what, source),
    state && (state === 'all' ? 'в любом состоянии' : stateWords[state]),
    since && `с ${day(since)}`,
    until && `до ${day(until)}`,
    reason && `причина «${reason}»`,
    text && `содержит «${text}»`,
    ids && `по списку (${ids.length})`,
  ].filter(Boolean)
  return parts.length === 0 ? kindWords[what] : `${kindWords[what]}: ${parts.join(', ')}`
}
