import { DateTime } from 'luxon'
import type { Hub } from '../../context.ts'
import { describeError, HubError, UnavailableError } from '../../errors.ts'
import { writeJournal } from '../../store/journal.ts'
import { mirroredEntities } from '../../store/mirror.ts'
import { getState } from '../../store/state.ts'
import { beginVerification, finishVerification, moveVerification, type Verification } from '../../store/verify.ts'
import { openScratch, type Scratch } from '../../store/verify-scratch.ts'
import { newTraceId } from '../trace.ts'
import { compareCalls, lookAtCalls } from './compare-calls.ts'
import { compareClientKeys, lookAtClientKeys } from './compare-effects.ts'
import { compareMirror, lookAgain } from './compare-mirror.ts'
import { waitForExchange } from './fence.ts'
import { type Compared, comparedTitles, type Figure, type Gap, newFigure } from './gap.ts'
import { type Healing, healGap } from './heal.ts'
import { localGaps } from './local-gaps.ts'
import { type Mended, watchMended } from './mended.ts'

export interface VerifyOptions {
  /** `schedule`, `cli` or `person:<login>`. */
  cause: string
  /** Mend what may be mended, and look whether it helped. */
  heal: boolean
  /** No hub runs on this store: the caller holds its data folder and brings in what has changed itself. */
  alone: boolean
  /** Told what is being compared, for a terminal. */
  onProgress?: (title: string, done: number, total: number) => void
}

export interface NamedGap extends Gap {
  state: Healing
}

/** What a comparison found. */
export interface Certificate {
  id: string
  verdict: Exclude<Verification['verdict'], 'running'>
  /** Why there is nothing to compare, in Russian. */
  reason: string | null
  figures: Figure[]
  /** Named gaps; of very many of one entity only the first. */
  gaps: NamedGap[]
}

/** More gaps of one entity than these have one cause: their number says enough. */
const named = 500
/** How long a call that is recorded again may take before the certificate is closed without it. */
const resendMs = 20_000
const progressMs = 500

/**
 * Compares 1C with the store and names every gap (design §1: nothing was lost on the way, provably).
 *
 * Everything is compared once; what differs is only suspicious, for changes go on arriving. The suspects are looked at
 * before and after a whole cycle of the exchange, and a gap is what that cycle did not touch. Writes nothing to 1C; healing
 * a call goes through its usual effect. Returns null when another comparison is under way.
 */
export async function verify(hub: Hub, options: VerifyOptions): Promise<Certificate | null> {
  const started = hub.now()
  const day = DateTime.fromJSDate(started).setZone(hub.config.onec.timezone).toISODate() ?? ''
  const traceId = newTraceId()
  // Beside a running hub only that one knows whether its comparison is alive; alone, or in the hub, none outlives a start.
  const beside = options.cause === 'cli' && !options.alone
  const brokenBefore = beside ? undefined : hub.startedAt
  const run = await beginVerification(hub.db, { day, cause: options.cause, traceId }, started, brokenBefore)
  if (!run) return null
  hub.live.changed('verify')
  const scratch = openScratch()
  const figures: Figure[] = []
  try {
    const found = await findGaps(hub, run.id, scratch, figures, options)
    const gaps = options.heal ? await healGaps(hub, found, figures, options.alone ? 0 : resendMs) : found
    return await close(hub, run, figures, gaps, null)
  } catch (error) {
    return await close(hub, run, figures, [], error instanceof HubError ? error.message : describeError(error))
  } finally {
    scratch.close()
    hub.live.changed('verify', 'journal')
  }
}

async function findGaps(
  hub: Hub,
  run: string,
  scratch: Scratch,
  figures: Figure[],
  { alone, onProgress }: VerifyOptions,
): Promise<NamedGap[]> {
  if ((await getState(hub.db, 'pull.finished')) === null)
    throw new UnavailableError(
      'Хаб ещё не прочитал базу 1С целиком: сверять пока нечего. Дождитесь конца первого чтения.',
    )
  const parts = mirroredEntities.length + 3
  let toldAt = 0
  const progressOf = (entity: Compared, part: number) => async (done: number, total: number) => {
    onProgress?.(comparedTitles[entity], done, total)
    if (Date.now() - toldAt < progressMs && done > 0) return
    toldAt = Date.now()
    const progress = { title: comparedTitles[entity], done, total, part, parts }
    await moveVerification(hub.db, run, progress, hub.now().toISOString())
    hub.live.changed('verify')
  }

  for (const [at, name] of mirroredEntities.entries()) {
    const onPage = progressOf(name, at + 1)
    await onPage(0, 0)
    figures.push(await compareMirror(hub, scratch, name, onPage))
  }
  const onCalls = progressOf('call', parts - 2)
  await onCalls(0, 0)
  figures.push(await compareCalls(hub, scratch, onCalls), await compareClientKeys(hub, scratch))
  const local = await localGaps(hub)
  for (const gap of local) scratch.suspect({ entity: 'local', ref: localKey(gap), was: '' })
  figures.push({ ...newFigure('local'), here: await inTheHub(hub) })

  const before = new Map(figures.map(({ entity }) => [entity, scratch.count(entity)]))
  const mended = watchMended(hub)
  await lookAtAll(hub, scratch, () => {}, mended.note)
  const lost = await mended.lost()
  const isDoubtful = figures.some(({ entity }) => scratch.count(entity) > 0)
  await progressOf('local', parts)(0, 0)
  if (isDoubtful) await waitForExchange(hub, alone)
  const found: NamedGap[] = []
  await lookAtAll(hub, scratch, (entity, gap) => {
    const figure = figures.find((each) => each.entity === entity)
    if (!figure) return
    figure.gaps += 1
    if (figure.gaps <= named) found.push({ ...gap, state: 'open' })
  })
  const open = new Set(found.map(localKey))
  for (const gap of lost) {
    const figure = figures.find((each) => each.entity === gap.entity)
    if (!figure || open.has(localKey(gap))) continue
    figure.gaps += 1
    figure.healed += 1
    found.push({ ...gap, state: 'healed' })
  }
  for (const figure of figures) figure.moved = Math.max(0, (before.get(figure.entity) ?? 0) - figure.gaps)
  return holdBack(hub, found, figures)
}

const localKey = (gap: Gap): string => `${gap.entity} ${gap.kind} ${gap.ref}`

async function lookAtAll(
  hub: Hub,
  scratch: Scratch,
  confirmed: (entity: Compared, gap: Gap) => void,
  ofMirror: Mended['note'] = confirmed,
): Promise<void> {
  for (const name of mirroredEntities) await lookAgain(hub, scratch, name, (gap, sight) => ofMirror(name, gap, sight))
  await lookAtCalls(hub, scratch, (gap) => confirmed('call', gap))
  await lookAtClientKeys(hub, scratch, (gap) => confirmed('clientKey', gap))
  const still = new Map((await localGaps(hub)).map((gap) => [localKey(gap), gap]))
  for (let after = ''; ; ) {
    const some = scratch.suspects('local', after, 100)
    const last = some.at(-1)
    if (last === undefined) return
    after = last.ref
    for (const { ref } of some) {
      const gap = still.get(ref)
      if (gap) confirmed('local', gap)
      else scratch.clear('local', ref)
    }
  }
}

/** Facts, effects and jobs the hub keeps. */
async function inTheHub(hub: Hub): Promise<number> {
  let sum = 0
  for (const table of ['inboxFact', 'outbox', 'job'] as const) {
    const row = await hub.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    sum += row.n
  }
  return sum
}

/** The brake (design §4.7): what would take away too large a share of an entity is not mended without a person. */
function holdBack(hub: Hub, gaps: NamedGap[], figures: readonly Figure[]): NamedGap[] {
  const braked = figures.filter(({ entity, here }) => {
    const gone = gaps.filter((gap) => gap.entity === entity && gap.kind === 'extra_here').length
    return gone > here * hub.config.settings.exchange.brake || gone >= named
  })
  return gaps.map((gap) =>
    gap.kind === 'extra_here' && braked.some(({ entity }) => entity === gap.entity)
      ? {
          ...gap,
          healable: false,
          text: `${gap.text.split(' Хаб может')[0]} Исчезло слишком многое сразу: проверьте 1С, затем запустите полную сверку с рабочего стола, она попросит подтверждения.`,
        }
      : gap,
  )
}

async function healGaps(
  hub: Hub,
  gaps: readonly NamedGap[],
  figures: readonly Figure[],
  waitMs: number,
): Promise<NamedGap[]> {
  const after: NamedGap[] = []
  for (const gap of gaps) {
    if (gap.state === 'healed') {
      after.push(gap)
      continue
    }
    const state = gap.healable ? await healGap(hub, gap, waitMs) : 'open'
    after.push({ ...gap, state })
    const figure = figures.find(({ entity }) => entity === gap.entity)
    if (figure && state === 'healed') figure.healed += 1
  }
  return after
}

async function close(
  hub: Hub,
  run: Verification,
  figures: Figure[],
  gaps: NamedGap[],
  reason: string | null,
): Promise<Certificate> {
  const all = figures.reduce((sum, figure) => sum + figure.gaps, 0)
  const healed = gaps.filter((gap) => gap.state === 'healed').length
  const restless = figures.filter((figure) => !figure.complete).map((figure) => figure.title)
  const doubt =
    reason ?? (restless.length > 0 ? `Не удалось прочитать без пропусков: ${restless.join(', ').toLowerCase()}.` : null)
  const verdict =
    all > healed ? 'gaps' : doubt !== null ? 'failed' : healed > 0 ? 'healed' : ('clean' as Certificate['verdict'])
  await hub.db.transaction().execute(async (trx) => {
    const now = hub.now().toISOString()
    const rows = gaps.map(({ healable, state, ...gap }) => ({
      ...gap,
      healable: Number(healable),
      state,
      settledAt: state === 'open' ? null : now,
    }))
    await finishVerification(trx, run.id, { verdict, reason: doubt, gaps: all - healed, healed, figures }, rows, now)
    await writeJournal(trx, now, {
      traceId: run.traceId,
      topic: 'exchange',
      step: 'verify.finished',
      title: 'Сверка хаба с 1С',
      level: verdict === 'failed' ? 'error' : verdict === 'gaps' ? 'warning' : 'info',
      text:
        verdict === 'failed'
          ? `Сверить хаб с 1С не удалось: ${doubt}`
          : all === 0
            ? 'Хаб сверен с 1С: расхождений нет'
            : `Хаб сверен с 1С: расхождений ${all}, исправлено ${healed}`,
      facts: { verification: run.id, cause: run.cause },
    })
  })
  return { id: run.id, verdict, reason: doubt, figures, gaps }
}
