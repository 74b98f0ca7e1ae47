import type { Hub } from '../../context.ts'
import { getEffect } from '../../store/outbox.ts'
import { ended, type Gap } from './gap.ts'
import { type Slice, slices, within } from './slices.ts'
import { timeWords } from './time-words.ts'

/** Something in the hub's own rows that nobody will finish by itself, or that is not whole. */
interface LocalCheck {
  entity: 'effect' | 'fact' | 'job' | 'call' | 'report'
  kind: Gap['kind']
  /** Table and key by which a check of many rows is cut into slices. */
  by?: [table: string, key: string]
  list(hub: Hub, slice: Slice): Promise<{ ref: string; text: string }[]>
}

const whole: Slice = { after: null, upTo: null }

const onDesktop = 'Решается на рабочем столе, в списке «Требует внимания».'

/** Every list comes from one statement, so it sees one moment of the store. */
const checks: readonly LocalCheck[] = [
  {
    entity: 'effect',
    kind: 'unsettled',
    // An effect of a call that is not recorded is named with the call.
    async list(hub) {
      const rows = await hub.db
        .selectFrom('outbox')
        .select(['id', 'state', 'reason', 'createdAt'])
        .where('state', 'in', ['unknown', 'failed'])
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('call')
                .select('call.id')
                .whereRef('call.id', '=', 'outbox.subject')
                .where('call.onecState', '!=', 'written'),
            ),
          ),
        )
        .execute()
      const open: typeof rows = []
      for (const row of rows) if (row.state === 'failed' || !(await isInOnec(hub, row.id))) open.push(row)
      return open.map(({ id, state, reason, createdAt }) => ({
        ref: String(id),
        text: `Отправка № ${id} от ${timeWords(hub, createdAt)} ${state === 'failed' ? 'не удалась' : 'оборвалась, и её исход неизвестен'}: ${ended(reason ?? 'причина не записана')} ${state === 'failed' ? onDesktop : 'Хаб выясняет это сам, когда другая сторона отвечает.'}`,
      }))
    },
  },
  {
    entity: 'fact',
    kind: 'unsettled',
    async list(hub) {
      const rows = await hub.db
        .selectFrom('inboxFact')
        .select(['id', 'receivedAt', 'reason'])
        .where('state', '=', 'parked')
        .execute()
      return rows.map(({ id, receivedAt, reason }) => ({
        ref: id,
        text: `Сообщение от ${timeWords(hub, receivedAt)} не понято: ${ended(reason ?? 'причина не записана')} ${onDesktop}`,
      }))
    },
  },
  {
    entity: 'fact',
    kind: 'unsettled',
    async list(hub) {
      const rows = await hub.db
        .selectFrom('inboxFact')
        .select(['id', 'receivedAt'])
        .where('state', '=', 'new')
        // Not asked fact by fact: after a burst of calls there are thousands of both.
        .where('traceId', 'not in', ({ selectFrom }) =>
          selectFrom('job')
            .select(({ ref }) => ref('job.traceId').$notNull().as('traceId'))
            .where('job.traceId', 'is not', null)
            .where('job.state', 'in', ['ready', 'active', 'dead']),
        )
        .execute()
      return rows.map(({ id, receivedAt }) => ({
        ref: id,
        text: `Сообщение от ${timeWords(hub, receivedAt)} принято, но никто его не разбирает. Восстановите очередь хаба из копии или повторите сообщение.`,
      }))
    },
  },
  {
    entity: 'job',
    kind: 'unsettled',
    async list(hub) {
      const dead = await hub.jobs.list({ state: 'dead', limit: 1000 })
      // A call that could not be recorded is named as a call.
      return dead
        .filter((job) => job.queue !== 'record-call')
        .map((job) => ({
          ref: job.id,
          text: `Задание «${job.queue}» остановлено: ${ended(job.lastError ?? 'причина не записана')} ${onDesktop}`,
        }))
    },
  },
  {
    entity: 'call',
    kind: 'incomplete_here',
    by: ['call', 'id'],
    async list(hub, slice) {
      const rows = await hub.db
        .selectFrom('call')
        .select(['id', 'startedAt'])
        .where(within('call.id', slice))
        .where(({ or, not, exists, eb, selectFrom }) =>
          or([
            eb(
              'reports',
              '!=',
              selectFrom('callReport')
                .select((inner) => inner.fn.countAll<number>().as('n'))
                .whereRef('callReport.callKey', '=', 'call.callKey'),
            ),
            not(exists(selectFrom('callAlias').select('alias').whereRef('callAlias.alias', '=', 'call.callKey'))),
          ]),
        )
        .execute()
      return rows.map(({ id, startedAt }) => ({
        ref: id,
        text: `Звонок ${timeWords(hub, startedAt)}: в хабе не хватает сообщений о нём. Восстановите базу хаба из копии.`,
      }))
    },
  },
  {
    entity: 'call',
    kind: 'incomplete_here',
    by: ['call', 'id'],
    async list(hub, slice) {
      const rows = await hub.db
        .selectFrom('call')
        .select(['id', 'startedAt'])
        .where(within('call.id', slice))
        .where('onecState', '=', 'written')
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('outbox')
                .select('outbox.id')
                .whereRef('outbox.subject', '=', 'call.id')
                .where('outbox.kind', '=', 'interaction'),
            ),
          ),
        )
        .execute()
      return rows.map(({ id, startedAt }) => ({
        ref: id,
        text: `Звонок ${timeWords(hub, startedAt)}: записан в 1С, а записи об отправке в хабе нет. Следующее сообщение о звонке её восстановит.`,
      }))
    },
  },
  {
    entity: 'report',
    kind: 'incomplete_here',
    by: ['callReport', 'eventKey'],
    async list(hub, slice) {
      const rows = await hub.db
        .selectFrom('callReport')
        .leftJoin('inboxFact', 'inboxFact.id', 'callReport.factId')
        .select(['callReport.eventKey', 'callReport.receivedAt'])
        .where('inboxFact.id', 'is', null)
        .where(within('callReport.eventKey', slice))
        .execute()
      return rows.map(({ eventKey, receivedAt }) => ({
        ref: eventKey,
        text: `Сообщение о звонке от ${timeWords(hub, receivedAt)}: каким оно пришло, в хабе не сохранилось. Восстановите базу хаба из копии.`,
      }))
    },
  },
  {
    entity: 'effect',
    kind: 'incomplete_here',
    by: ['outbox', 'id'],
    async list(hub, slice) {
      const rows = await hub.db
        .selectFrom('outbox')
        .select(['id', 'createdAt'])
        .where(within('outbox.id', slice))
        .where('attempts', '>', 0)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('outboxAttempt')
                .select('outboxAttempt.id')
                .whereRef('outboxAttempt.messageId', '=', 'outbox.id'),
            ),
          ),
        )
        .execute()
      return rows.map(({ id, createdAt }) => ({
        ref: String(id),
        text: `Отправка № ${id} от ${timeWords(hub, createdAt)}: сведения о попытках в хабе не сохранились. Восстановите базу хаба из копии.`,
      }))
    },
  },
]

/**
 * Whether 1C answers for an effect in doubt: its object came back as a change before anybody had to ask, and the call it
 * was for went on with that. How many objects bear its key is compared elsewhere.
 */
async function isInOnec(hub: Hub, id: number): Promise<boolean> {
  const message = await getEffect(hub.db, id)
  return message.sink === 'onec' && (await hub.sinks.onec.ask(message)) !== 'absent'
}

/** Everything of the hub's own that waits for a person or is not whole; 1C is asked only about effects in doubt. */
export async function localGaps(hub: Hub): Promise<Gap[]> {
  const gaps: Gap[] = []
  for (const { entity, kind, by, list } of checks) {
    for await (const slice of by ? slices(hub, ...by) : [whole])
      for (const { ref, text } of await list(hub, slice)) gaps.push({ entity, ref, kind, text, healable: false })
  }
  return gaps
}
