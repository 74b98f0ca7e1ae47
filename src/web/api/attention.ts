import type { Hub } from '../../context.ts'
import { unreadKey } from '../../flows/exchange/pull-all.ts'
import { askForPull } from '../../flows/exchange/pull-state.ts'
import { entityTitles } from '../../flows/exchange/titles.ts'
import { confirmFeed, type HeldFeed, heldKey } from '../../flows/feeds/publish-feeds.ts'
import { acknowledgeChanges } from '../../flows/sentinel/review-changes.ts'
import { mirroredEntities } from '../../store/mirror.ts'
import { dropState, getState, putState } from '../../store/state.ts'
import type { Person } from '../auth/people.ts'
import { leaveToOnec, listConflicts } from './conflict-attention.ts'
import type { Attention } from './contract.ts'
import { listUnaddressed } from './debt-attention.ts'
import { listLowDisk } from './disk-attention.ts'
import { dismissFacts } from './fact-attention.ts'
import { listMetadataChanges } from './mappings/sentinel-view.ts'
import { listMessages, sendAgain, sendNoMore } from './message-attention.ts'
import { askPlanAgain, listBlockedPlan } from './plan-attention.ts'
import { parkedOf, redoAlike } from './replay-attention.ts'
import { NotFoundError } from './route.ts'
import { listUndescribed } from './undescribed-attention.ts'
import { listVerifyAttention } from './verify-view.ts'

type ActionName = NonNullable<Attention['action']>['name']

/** A kind of thing that waits for a person: how it is listed and what each button does. `id` is `{source}:{key}`. */
interface Source {
  list(hub: Hub): Promise<Attention[]>
  /** Only what a listed row offers; false when the thing is no more. */
  actions?: Partial<Record<ActionName, (hub: Hub, key: string, person: Person) => Promise<boolean>>>
}

const sources: Record<string, Source> = {
  disk: { list: listLowDisk },
  link: { list: listLink },
  plan: { list: listBlockedPlan, actions: { retry: askPlanAgain } },
  mapping: {
    list: async (hub) =>
      hub.mappings.findings
        .filter((finding) => finding.level === 'error')
        .map((finding, n) => brokenMapping(hub, finding, n))
        .concat(hub.mappings.held.map((held) => heldMapping(hub, held))),
  },
  undescribed: { list: listUndescribed },
  metadata: {
    list: listMetadataChanges,
    actions: { dismiss: (hub, _key, person) => acknowledgeChanges(hub, null, person.login) },
  },
  unread: { list: listUnread },
  brake: { list: listPullBrakes, actions: { confirm: confirmPull } },
  feed: { list: listHeldFeeds, actions: { confirm: confirmFeed } },
  call: { list: parkedOf('call'), actions: { retry: redoAlike('call') } },
  job: { list: parkedOf('job'), actions: { retry: redoAlike('job') } },
  fact: { list: parkedOf('fact'), actions: { retry: redoAlike('fact'), dismiss: dismissFacts } },
  debt: { list: listUnaddressed },
  message: { list: listMessages, actions: { retry: sendAgain, confirm: sendAgain, dismiss: sendNoMore } },
  conflict: { list: listConflicts, actions: { dismiss: leaveToOnec } },
  record: { list: parkedOf('record'), actions: { retry: redoAlike('record') } },
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
  const done = await act?.(hub, id.slice(at + 1), person)
  if (!done) throw new NotFoundError('Этого дела уже нет: возможно, его решил кто-то другой или оно решилось само.')
  hub.log.info('attention settled', { id, action, login: person.login })
  hub.live.changed('attention', 'journal')
}

async function listLink(hub: Hub): Promise<Attention[]> {
  const { state, since, lastError } = hub.link
  if (state !== 'offline' && state !== 'unmapped') return []
  const row = { id: 'link:1c', kind: 'link_down', at: since, traceId: null, action: null } as const
  const told = (what: string) => `${lastError ?? ''} ${what}`.trim()
  return state === 'offline'
    ? [{ ...row, title: 'Нет связи с 1С', reason: told('Звонки принимаются и попадут в 1С, когда она ответит.') }]
    : [{ ...row, title: 'Соответствия не подходят к базе 1С', reason: told('Звонки принимаются и подождут.') }]
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

/** The text in use is another one than the file has now, or there is none. */
function heldMapping(hub: Hub, { file, findings, since }: Hub['mappings']['held'][number]): Attention {
  const first = findings.find(({ level }) => level === 'error')
  const instead = file in hub.mappings.files ? 'Работает прежний текст файла.' : 'Файл не работает.'
  return {
    id: `mapping:${file}`,
    kind: 'broken_mapping',
    title: `Правка файла соответствий ${file} не принята`,
    reason: `Строка ${first?.line ?? 1}: ${first?.text ?? ''} ${instead}`,
    at: since,
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
    await askForPull(trx, now)
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
