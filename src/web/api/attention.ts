import type { Hub } from '../../context.ts'
import { enqueueRecording } from '../../flows/calls/receive-call.ts'
import { unreadKey } from '../../flows/exchange/pull-all.ts'
import { entityTitles } from '../../flows/exchange/titles.ts'
import { confirmFeed, type HeldFeed, heldKey } from '../../flows/feeds/publish-feeds.ts'
import { flows } from '../../flows/index.ts'
import { formatPhone } from '../../model/phone.ts'
import { getCall, refusedCalls, updateCall } from '../../store/calls.ts'
import { mirroredEntities } from '../../store/mirror.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import type { Person } from '../auth/people.ts'
import { leaveToOnec, listConflicts } from './conflict-attention.ts'
import type { Attention } from './contract.ts'
import { listUnaddressed } from './debt-attention.ts'
import { dismissFacts, listParkedFacts } from './fact-attention.ts'
import { listMessages, sendAgain, sendNoMore } from './message-attention.ts'
import { NotFoundError } from './route.ts'
import { listVerifyAttention } from './verify-view.ts'

type ActionName = NonNullable<Attention['action']>['name']

/** A kind of thing that waits for a person: how it is listed and what each button does. `id` is `{source}:{key}`. */
interface Source {
  list(hub: Hub): Promise<Attention[]>
  /** Only what a listed row offers; false when the thing is no more. */
  actions?: Partial<Record<ActionName, (hub: Hub, key: string) => Promise<boolean>>>
}

const sources: Record<string, Source> = {
  link: { list: listLink },
  mapping: {
    list: async (hub) =>
      hub.mappings.findings
        .filter((finding) => finding.level === 'error')
        .map((finding, n) => brokenMapping(hub, finding, n)),
  },
  unread: { list: listUnread },
  brake: { list: listPullBrakes, actions: { confirm: confirmPull } },
  feed: { list: listHeldFeeds, actions: { confirm: confirmFeed } },
  call: { list: listRefusedCalls, actions: { retry: retryCall } },
  job: { list: listDeadJobs, actions: { retry: retryJob } },
  fact: { list: listParkedFacts, actions: { dismiss: dismissFacts } },
  debt: { list: listUnaddressed },
  message: { list: listMessages, actions: { retry: sendAgain, confirm: sendAgain, dismiss: sendNoMore } },
  conflict: { list: listConflicts, actions: { dismiss: leaveToOnec } },
  unmapped: { list: listUnmapped },
  verify: { list: listVerifyAttention },
}

/** Everything that waits for a person, the most pressing kinds first. */
export async function listAttention(hub: Hub): Promise<Attention[]> {
  const lists = await Promise.all(Object.values(sources).map((source) => source.list(hub)))
  return lists.flat()
}

export async function actOnAttention(hub: Hub, person: Person, id: string, action: ActionName): Promise<void> {
  const at = id.indexOf(':')
  const act = sources[id.slice(0, at)]?.actions?.[action]
  const done = await act?.(hub, id.slice(at + 1))
  if (!done) throw new NotFoundError('Этого дела уже нет: возможно, его решил кто-то другой или оно решилось само.')
  hub.log.info('attention settled', { id, action, login: person.login })
  hub.live.changed('attention', 'journal')
}

async function listLink(hub: Hub): Promise<Attention[]> {
  const { state, since, lastError } = hub.link
  if (state !== 'offline') return []
  const reason = `${lastError ?? ''} Звонки принимаются и попадут в 1С, когда она ответит.`.trim()
  return [{ id: 'link:1c', kind: 'link_down', title: 'Нет связи с 1С', reason, at: since, traceId: null, action: null }]
}

function brokenMapping(hub: Hub, finding: Hub['mappings']['findings'][number], n: number): Attention {
  const reason = `Строка ${finding.line}: ${finding.text}`
  return {
    id: `mapping:${n}`,
    kind: 'broken_mapping',
    title: `Файл соответствий ${finding.file} не работает`,
    reason,
    at: hub.startedAt,
    traceId: null,
    action: null,
  }
}

async function listUnread(hub: Hub): Promise<Attention[]> {
  const rows: Attention[] = []
  for (const entity of mirroredEntities) {
    const row = await hub.db.selectFrom('state').selectAll().where('name', '=', unreadKey(entity)).executeTakeFirst()
    if (!row) continue
    const reason = `${row.value} Остальное читается; после исправления запустите полную сверку.`
    const title = `${entityTitles[entity]} не читаются из 1С`
    rows.push({
      id: `unread:${entity}`,
      kind: 'broken_mapping',
      title,
      reason,
      at: row.updatedAt,
      traceId: null,
      action: null,
    })
  }
  return rows
}

async function listPullBrakes(hub: Hub): Promise<Attention[]> {
  const rows: Attention[] = []
  for (const entity of mirroredEntities) {
    const value = await getState(hub.db, `pull.brake.${entity}`)
    if (!value) continue
    const { reason, traceId, unseen } = JSON.parse(value) as { reason: string; traceId: string; unseen: number }
    const action = { name: 'confirm' as const, label: `Убрать ${unseen} исчезнувших` }
    rows.push({
      id: `brake:${entity}`,
      kind: 'pull_brake',
      title: `${entityTitles[entity]}: слишком многое исчезло из 1С`,
      reason,
      at: hub.link.since,
      traceId,
      action,
    })
  }
  return rows
}

/** The next full pull may take away what this one did not dare to. */
async function confirmPull(hub: Hub, entity: string): Promise<boolean> {
  const value = await getState(hub.db, `pull.brake.${entity}`)
  if (!value) return false
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    const { unseen } = JSON.parse(value) as { unseen: number }
    await dropState(trx, `pull.brake.${entity}`)
    await putState(trx, `pull.brake.${entity}.confirmed`, String(unseen), now)
    await putState(trx, 'pull.wanted', now, now)
  })
  hub.poke()
  return true
}

async function listHeldFeeds(hub: Hub): Promise<Attention[]> {
  const rows: Attention[] = []
  for (const feed of hub.config.settings.feeds) {
    const row = await hub.db.selectFrom('state').selectAll().where('name', '=', heldKey(feed.name)).executeTakeFirst()
    if (!row) continue
    const { reason, traceId, offers } = JSON.parse(row.value) as HeldFeed
    const action = { name: 'confirm' as const, label: `Опубликовать ${offers} предложений` }
    rows.push({
      id: `feed:${feed.name}`,
      kind: 'feed_brake',
      title: `Фид ${feed.name} придержан`,
      reason,
      at: row.updatedAt,
      traceId,
      action,
    })
  }
  return rows
}

/** Failed work of one kind and one reason is one row, however much of it there is. */
async function listDeadJobs(hub: Hub): Promise<Attention[]> {
  const jobs = await hub.jobs.list({ state: 'dead', limit: 1000 })
  const groups = Map.groupBy(jobs, (job) => `${job.queue} ${job.lastError}`)
  return [...groups.values()].map((list) => {
    const [latest] = list.toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt))
    const queue = latest?.queue ?? ''
    const title = flows.find((flow) => flow.name === queue)?.title ?? queue
    return {
      id: `job:${latest?.id}`,
      kind: 'dead_job' as const,
      title: list.length === 1 ? `Не получилось: ${title}` : `Не получилось (${list.length}): ${title}`,
      reason: latest?.lastError ?? 'Причина не записана.',
      at: latest?.updatedAt ?? hub.startedAt,
      traceId: latest?.traceId ?? null,
      action: { name: 'retry' as const, label: list.length === 1 ? 'Повторить' : 'Повторить все' },
    }
  })
}

/** Puts back everything that failed for the same reason as this job. */
async function retryJob(hub: Hub, id: string): Promise<boolean> {
  const jobs = await hub.jobs.list({ state: 'dead', limit: 1000 })
  const shown = jobs.find((job) => job.id === id)
  if (!shown) return false
  for (const job of jobs) {
    if (job.queue === shown.queue && job.lastError === shown.lastError) await hub.jobs.redrive({ id: job.id })
  }
  hub.jobs.wake()
  return true
}

async function listRefusedCalls(hub: Hub): Promise<Attention[]> {
  const calls = await refusedCalls(hub.db, 100)
  return calls.map((call) => ({
    id: `call:${call.id}`,
    kind: 'failed_effect' as const,
    title: `Звонок с ${call.phone ? formatPhone(call.phone) : 'неизвестного номера'} не записан в 1С`,
    reason: call.onecReason ?? 'Причина не записана.',
    at: call.updatedAt,
    traceId: call.traceId,
    action: { name: 'retry' as const, label: 'Записать снова' },
  }))
}

async function retryCall(hub: Hub, id: string): Promise<boolean> {
  const call = await getCall(hub.db, id)
  if (call?.onecState !== 'failed') return false
  await hub.db.transaction().execute(async (trx) => {
    await updateCall(trx, id, { onecState: 'waiting', onecReason: null, updatedAt: hub.now().toISOString() })
    await enqueueRecording(hub, trx, call)
  })
  hub.jobs.wake()
  hub.live.changed('calls')
  return true
}

async function listUnmapped(hub: Hub): Promise<Attention[]> {
  const rows = await hub.db
    .selectFrom('unmapped')
    .select((eb) => [
      'entity',
      eb.fn.countAll<number>().as('n'),
      eb.fn.max('at').as('at'),
      eb.fn.max('traceId').as('traceId'),
      eb.fn.max('reason').as('reason'),
    ])
    .groupBy('entity')
    .execute()
  return rows.map((row) => ({
    id: `unmapped:${row.entity}`,
    kind: 'unmapped' as const,
    title: `${entityTitles[row.entity as keyof typeof entityTitles]}: не разобрано записей ${row.n}`,
    reason: `${row.reason}. Поправьте запись в 1С или файл соответствий: запись перечитается сама.`,
    at: row.at,
    traceId: row.traceId,
    action: null,
  }))
}
