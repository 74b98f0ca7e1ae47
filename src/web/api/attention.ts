import type { Hub } from '../../context.ts'
import { enqueueRecording } from '../../flows/calls/receive-call.ts'
import { entityTitles } from '../../flows/exchange/titles.ts'
import { confirmFeed, type HeldFeed, heldKey } from '../../flows/feeds/publish-feeds.ts'
import { flows } from '../../flows/index.ts'
import { formatPhone } from '../../model/phone.ts'
import { getCall, refusedCalls, updateCall } from '../../store/calls.ts'
import { writeJournal } from '../../store/journal.ts'
import { mirroredEntities } from '../../store/mirror.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import type { Person } from '../auth/people.ts'
import type { Attention } from './contract.ts'
import { NotFoundError } from './route.ts'

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
  brake: { list: listPullBrakes, actions: { confirm: confirmPull } },
  feed: { list: listHeldFeeds, actions: { confirm: confirmFeed } },
  call: { list: listRefusedCalls, actions: { retry: retryCall } },
  job: { list: listDeadJobs, actions: { retry: retryJob } },
  fact: { list: listParkedFacts, actions: { dismiss: dismissFact } },
  unmapped: { list: listUnmapped },
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
    await dropState(trx, `pull.brake.${entity}`)
    await putState(trx, `pull.brake.${entity}.confirmed`, now, now)
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

async function listDeadJobs(hub: Hub): Promise<Attention[]> {
  const jobs = await hub.jobs.list({ state: 'dead', limit: 100 })
  return jobs.map((job) => ({
    id: `job:${job.id}`,
    kind: 'dead_job' as const,
    title: `${flows.find((flow) => flow.name === job.queue)?.title ?? job.queue}: не получилось`,
    reason: job.lastError ?? 'Причина не записана.',
    at: job.updatedAt,
    traceId: job.traceId,
    action: { name: 'retry' as const, label: 'Повторить' },
  }))
}

async function retryJob(hub: Hub, id: string): Promise<boolean> {
  const count = await hub.jobs.redrive({ id })
  hub.jobs.wake()
  return count > 0
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

async function listParkedFacts(hub: Hub): Promise<Attention[]> {
  const facts = await hub.inbox.list({ state: 'parked', limit: 100 })
  return facts.map((fact) => ({
    id: `fact:${fact.id}`,
    kind: 'parked_fact' as const,
    title: 'Непонятное сообщение контакт-центра',
    reason: fact.reason ?? 'Причина не записана.',
    at: fact.receivedAt,
    traceId: fact.traceId,
    action: { name: 'dismiss' as const, label: 'Убрать из списка' },
  }))
}

async function dismissFact(hub: Hub, id: string): Promise<boolean> {
  const fact = await hub.inbox.get(id)
  if (fact?.state !== 'parked') return false
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    await hub.inbox.settle(trx, id, 'done', fact.reason ?? undefined)
    await writeJournal(trx, now, {
      traceId: fact.traceId,
      topic: 'call',
      step: 'fact.dismissed',
      text: 'Сообщение убрано из списка дел человеком',
    })
  })
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
