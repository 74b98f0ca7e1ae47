import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'
import { describeError, HubError } from '../../errors.ts'
import { comparedTitles, type Figure, type GapKind, type Progress } from '../../flows/verify/gap.ts'
import { healGap } from '../../flows/verify/heal.ts'
import {
  gapsOf,
  getGap,
  getVerification,
  lastVerified,
  settleGap,
  type Verification,
  verifiedDays,
} from '../../store/verify.ts'
import type { Person } from '../auth/people.ts'
import type { Attention, Certificate, VerifyGap, VerifyPage } from './contract.ts'
import { NotFoundError } from './route.ts'

/** A call may need a few seconds to get into 1C; longer than that a person does not wait for an answer. */
const patienceMs = 2500
const shownDays = 400

const kindTexts: Record<GapKind, string> = {
  missing_here: 'Нет в хабе',
  extra_here: 'Нет в 1С',
  other_version: 'Другая версия',
  incomplete_here: 'Неполно в хабе',
  missing_in_1c: 'Нет в 1С',
  twice_in_1c: 'Задвоено в 1С',
  unmapped: 'Не разобрано',
  unsettled: 'Ждёт решения',
}

/** What stands beside a gap that is not one of a mirrored entity. */
const gapTitles: Record<string, string> = {
  ...comparedTitles,
  call: 'Звонки',
  effect: 'Отправки',
  fact: 'Входящие сообщения',
  report: 'Сообщения о звонках',
  job: 'Задания',
}

/** The page «Сверка»: one certificate, the calendar, and what is going on now. */
export async function verifyView(hub: Hub, run: string | null): Promise<VerifyPage> {
  const now = DateTime.fromJSDate(hub.now()).setZone(hub.config.onec.timezone)
  const days = await verifiedDays(hub.db, now.minus({ days: shownDays }).toISODate() ?? '')
  const newest = await getVerification(hub.db, null)
  const wanted = run ?? days.at(-1)?.id ?? null
  const shown = wanted === null ? null : await getVerification(hub.db, wanted)
  if (run !== null && !shown) throw new NotFoundError('Такой сверки нет: свидетельства хранятся 400 дней.')
  return {
    today: now.toISODate() ?? '',
    certificate: shown && shown.verdict !== 'running' ? await certificateOf(hub, shown) : null,
    running:
      newest?.verdict === 'running' && newest.movedAt >= hub.startedAt ? runningOf(newest) : await waitingOf(hub),
    days: days.map(({ day, id, verdict, gaps }) => ({
      day,
      run: id,
      verdict: verdict as Certificate['verdict'],
      gaps,
    })),
  }
}

const unknownProgress = { title: 'Начинаем', done: 0, total: 0, part: 0, parts: 1 }

function runningOf({ startedAt, progress }: Verification): VerifyPage['running'] {
  return { startedAt, ...unknownProgress, ...(progress === null ? {} : (JSON.parse(progress) as Progress)) }
}

/** One that was asked for and has not begun. */
async function waitingOf(hub: Hub): Promise<VerifyPage['running']> {
  const job = await hub.db
    .selectFrom('job')
    .select('createdAt')
    .where('queue', '=', 'verify')
    .where('state', 'in', ['ready', 'active'])
    .executeTakeFirst()
  return job ? { startedAt: job.createdAt, ...unknownProgress } : null
}

async function certificateOf(hub: Hub, run: Verification): Promise<Certificate> {
  const figures = JSON.parse(run.figures) as Figure[]
  const gaps = await gapsOf(hub.db, run.id)
  return {
    id: run.id,
    day: run.day,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt ?? run.movedAt,
    cause: causeText(run.cause),
    verdict: run.verdict as Certificate['verdict'],
    text: verdictText(run, figures),
    reason: run.reason,
    gapCount: run.gaps,
    healedCount: run.healed,
    figures,
    gaps: gaps.map((gap) => ({
      id: gap.id,
      title: gapTitles[gap.entity] ?? gap.entity,
      ref: gap.ref,
      kind: gap.kind,
      kindText: kindTexts[gap.kind as GapKind] ?? gap.kind,
      text: gap.text,
      healable: gap.healable === 1 && gap.state !== 'healed',
      state: gap.state,
    })) satisfies VerifyGap[],
    traceId: run.traceId,
  }
}

function causeText(cause: string): string {
  if (cause === 'schedule') return 'по расписанию'
  return cause === 'cli' ? 'из командной строки' : `по просьбе: ${cause.replace('person:', '')}`
}

const words = (count: number, [one, few, many]: readonly [string, string, string]): string => {
  const rule = new Intl.PluralRules('ru').select(count)
  return `${new Intl.NumberFormat('ru-RU').format(count)} ${rule === 'one' ? one : rule === 'few' ? few : many}`
}

function verdictText(run: Verification, figures: readonly Figure[]): string {
  const objects = figures.reduce((sum, { onec }) => sum + (onec ?? 0), 0)
  const compared = words(objects, ['объект', 'объекта', 'объектов'])
  switch (run.verdict) {
    case 'clean':
      return `Ничего не потеряно: 1С и хаб совпадают, проверили ${compared}.`
    case 'healed':
      return `Ничего не потеряно: проверили ${compared}, ${words(run.healed, ['расхождение', 'расхождения', 'расхождений'])} исправлено.`
    case 'gaps':
      return `Хаб и 1С расходятся: ${words(run.gaps, ['расхождение', 'расхождения', 'расхождений'])} на ${compared}.`
    case 'failed':
      return 'Сверить не удалось: сказать, что ничего не потеряно, пока нельзя.'
    case 'running':
      return 'Сверка идёт.'
    default:
      return run.verdict satisfies never
  }
}

/** The newest comparison that is not clean, as a row of what waits for a person. */
export async function listVerifyAttention(hub: Hub): Promise<Attention[]> {
  const run = await lastVerified(hub.db)
  if (run?.verdict !== 'gaps' && run?.verdict !== 'failed') return []
  const title =
    run.verdict === 'gaps'
      ? `Сверка нашла ${words(run.gaps, ['расхождение', 'расхождения', 'расхождений'])} с 1С`
      : 'Сверить хаб с 1С не удалось'
  const reason =
    run.verdict === 'gaps'
      ? 'Откройте страницу «Сверка»: там каждое названо, и что можно, исправляется кнопкой.'
      : `${run.reason ?? 'Причина не записана.'} Повторить можно на странице «Сверка».`
  return [
    {
      id: `verify:${run.id}`,
      kind: 'verify',
      title,
      reason,
      at: run.finishedAt ?? run.movedAt,
      traceId: run.traceId,
      action: null,
    },
  ]
}

/** Mends one gap of a certificate because a person asked; answers with what came of it. */
export async function healOne(hub: Hub, person: Person, id: number): Promise<{ message: string }> {
  const gap = await getGap(hub.db, id)
  if (!gap || gap.healable === 0) throw new NotFoundError('Этого расхождения нет, или исправить его хаб не может.')
  if (gap.state === 'healed') return { message: 'Это расхождение уже исправлено.' }
  let state: Awaited<ReturnType<typeof healGap>>
  try {
    state = await healGap(hub, gap, patienceMs)
  } catch (error) {
    if (!(error instanceof HubError)) throw error
    return { message: `Исправить пока не получилось: ${describeError(error)}` }
  }
  hub.log.info('gap healed', { gap: id, state, login: person.login })
  if (state !== 'open') {
    await hub.db.transaction().execute((trx) => settleGap(trx, gap, state, hub.now().toISOString()))
    hub.live.changed('verify')
  }
  return { message: outcomes[state] }
}

const outcomes = {
  healed: 'Исправлено: теперь в хабе и в 1С одно и то же.',
  sent: 'Звонок передаётся в 1С. Следующая сверка покажет, что он там.',
  open: 'Исправить не получилось: запись всё ещё расходится. Причина — в строке расхождения и в журнале.',
} as const
