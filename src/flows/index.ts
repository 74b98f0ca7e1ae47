import type { Hub } from '../context.ts'
import type { Job, QueueOptions, RunContext } from '../jobs/engine.ts'
import type { HubSettings } from '../settings.ts'
import { receiveCall } from './calls/receive-call.ts'
import { recordCall } from './calls/record-call.ts'
import { retireInteraction } from './calls/retire-interaction.ts'
import { deliverNote } from './calls/save-note.ts'
import { settleCreation } from './calls/settle-creation.ts'
import { alertDebtors } from './debts/alert-debtors.ts'
import { deliverAlert } from './debts/deliver-alert.ts'
import { reconcile } from './exchange/reconcile.ts'
import { publishFeeds } from './feeds/publish-feeds.ts'
import { effectQueue, runEffect } from './mappings/effect/run-effect.ts'
import { followMessage } from './messages/follow-message.ts'
import { sendMessage } from './messages/send-message.ts'
import { takeFact } from './onec-api/take-fact.ts'
import { runReplay } from './replay/run-replay.ts'
import { lettersQueue, tellAdmins } from './sentinel/tell-admins.ts'
import { watchMetadata, watchQueue } from './sentinel/watch-metadata.ts'
import { runVerify } from './verify/run-verify.ts'

/** One road of data through the hub; its name is also the name of its queue. */
export interface Flow {
  name: string
  /** What an administrator calls it. */
  title: string
  from: 'inbox' | 'store' | 'schedule'
  to: readonly ('store' | 'onec' | 'sms' | 'email' | 'feed')[]
  /** Starts by the clock of the infobase's zone. */
  cron?: (settings: HubSettings) => string
  queue: Partial<QueueOptions>
  run(hub: Hub, data: unknown, job: Job, run: RunContext): Promise<void>
}

/** 1C or the gateway may be away for a long weekend: only a refusal makes such work a person's, never the time it took. */
const untilSettled = 1_000_000

/**
 * The product, drawn: 1C's changes reach the store through `exchange/run-exchange.ts`, the one reader of the exchange
 * plan, and which flows a change starts stands in `exchange/consequences.ts`; everything else is a row here.
 */
export const flows: readonly Flow[] = [
  {
    name: 'receive-call',
    title: 'Приём сообщений о звонках',
    from: 'inbox',
    to: ['store'],
    queue: { concurrency: 4, maxAttempts: 20, delayMs: 500, maxDelayMs: 60_000 },
    run: receiveCall,
  },
  {
    name: 'record-call',
    title: 'Звонок в 1С: клиент и взаимодействие',
    from: 'store',
    to: ['onec'],
    queue: { concurrency: 3, maxAttempts: untilSettled, delayMs: 500, maxDelayMs: 15_000 },
    run: recordCall,
  },
  {
    name: 'save-note',
    title: 'Итог разговора в 1С',
    from: 'store',
    to: ['onec'],
    queue: { concurrency: 2, maxAttempts: untilSettled, delayMs: 500, maxDelayMs: 15_000 },
    run: deliverNote,
  },
  {
    name: 'settle-creation',
    title: 'Чем кончилось прерванное создание клиента',
    from: 'store',
    to: ['onec'],
    queue: { concurrency: 1, maxAttempts: untilSettled, delayMs: 1000, maxDelayMs: 60_000 },
    run: settleCreation,
  },
  {
    name: 'retire-interaction',
    title: 'Лишнее взаимодействие после перевода звонка',
    from: 'store',
    to: ['onec'],
    queue: { concurrency: 1, maxAttempts: untilSettled, delayMs: 500, maxDelayMs: 60_000 },
    run: retireInteraction,
  },
  {
    name: 'publish-feeds',
    title: 'Фиды для сайта и классифайдов',
    from: 'store',
    to: ['feed'],
    cron: () => '17 * * * *',
    queue: { concurrency: 1, maxAttempts: 10, delayMs: 1000, maxDelayMs: 60_000 },
    run: publishFeeds,
  },
  {
    name: 'alert-debtors',
    title: 'Предупреждение менеджеров о долгах',
    from: 'store',
    to: ['sms'],
    cron: (settings) => settings.debts.check,
    queue: { concurrency: 1, maxAttempts: 10, delayMs: 1000, maxDelayMs: 60_000 },
    run: alertDebtors,
  },
  {
    name: 'deliver-alert',
    title: 'Отправка SMS',
    from: 'store',
    to: ['sms'],
    queue: { concurrency: 2, maxAttempts: untilSettled, delayMs: 1000, maxDelayMs: 60_000 },
    run: deliverAlert,
  },
  {
    name: 'take-onec-fact',
    title: 'Сообщения из 1С: изменения и брони',
    from: 'inbox',
    to: ['store'],
    queue: { concurrency: 2, maxAttempts: 20, delayMs: 500, maxDelayMs: 60_000 },
    run: takeFact,
  },
  {
    name: 'send-message',
    title: 'SMS и письма по просьбе 1С',
    from: 'inbox',
    to: ['sms', 'email'],
    queue: { concurrency: 4, maxAttempts: untilSettled, delayMs: 1000, maxDelayMs: 60_000 },
    run: sendMessage,
  },
  {
    name: 'follow-message',
    title: 'Доставлено ли SMS',
    from: 'store',
    to: ['store'],
    queue: { concurrency: 1, maxAttempts: 10, delayMs: 5000, maxDelayMs: 600_000 },
    run: followMessage,
  },
  {
    name: 'reconcile',
    title: 'Полная сверка с 1С',
    from: 'schedule',
    to: ['store'],
    cron: (settings) => settings.exchange.reconcile,
    queue: { concurrency: 1, maxAttempts: 3, delayMs: 1000, maxDelayMs: 60_000 },
    run: reconcile,
  },
  {
    name: 'verify',
    title: 'Сверка: свидетельство, что ничего не потеряно',
    from: 'schedule',
    to: ['store'],
    cron: (settings) => settings.exchange.verify,
    queue: { concurrency: 1, maxAttempts: 3, delayMs: 1000, maxDelayMs: 60_000 },
    run: runVerify,
  },
  {
    name: effectQueue,
    title: 'Проверка правки соответствий на всей базе',
    from: 'store',
    to: [],
    // The trial itself says when it was broken off too often.
    queue: { concurrency: 1, maxAttempts: untilSettled, delayMs: 1000, maxDelayMs: 60_000, resumes: true },
    run: runEffect,
  },
  {
    name: 'replay',
    title: 'Повтор того, что не удалось или прошло не так',
    from: 'store',
    to: ['store', 'onec'],
    queue: { concurrency: 2, maxAttempts: untilSettled, delayMs: 1000, maxDelayMs: 15_000, resumes: true },
    run: runReplay,
  },
  {
    name: watchQueue,
    title: 'Изменения в конфигурации 1С',
    from: 'schedule',
    to: ['store'],
    cron: () => '47 * * * *',
    queue: { concurrency: 1, maxAttempts: 10, delayMs: 1000, maxDelayMs: 60_000 },
    run: watchMetadata,
  },
  {
    name: lettersQueue,
    title: 'Письма администраторам',
    from: 'store',
    to: ['email'],
    queue: { concurrency: 1, maxAttempts: untilSettled, delayMs: 1000, maxDelayMs: 600_000 },
    run: tellAdmins,
  },
]

/** Puts every flow to work: its queue, and its clock. */
export async function startFlows(hub: Hub): Promise<void> {
  for (const flow of flows) {
    hub.jobs.register(flow.name, flow.queue, (job, run) => flow.run(hub, job.data, job, run))
    const cron = flow.cron?.(hub.config.settings)
    if (cron) await hub.jobs.schedule(flow.name, cron, hub.config.onec.timezone, flow.name, {})
  }
}

/** What an administrator calls a flow, by the name of its queue. */
export function flowTitle(queue: string): string {
  return flows.find(({ name }) => name === queue)?.title ?? queue
}
