import type { Hub } from '../../../context.ts'
import { lineDiff } from '../../../flows/mappings/line-diff.ts'
import { type KnownChange, openChanges, pastChanges, proposals } from '../../../flows/sentinel/review-changes.ts'
import { changeInWords } from '../../../mapping/infobase/change-words.ts'
import { acceptedSnapshot } from '../../../store/metadata-changes.ts'
import type { Attention } from '../contract.ts'
import type { SentinelChange, SentinelPage } from './sentinel-contract.ts'

/** Past changes shown; an update of a large configuration has thousands. */
const shownPast = 200

/** What has changed in 1C, what it strikes and how the files could follow. */
export async function sentinelView(hub: Hub): Promise<SentinelPage> {
  const open = await openChanges(hub)
  const past = await pastChanges(hub, shownPast)
  const since = await acceptedSnapshot(hub.db)
  const proposed = await proposals(hub, open)
  return {
    open: open.map(changeView),
    past: past.map(changeView),
    proposals: proposed.map(({ file, before, after, notes, beside }) => ({
      file,
      text: after,
      diff: { file, places: lineDiff(before, after) },
      notes,
      beside,
    })),
    since: since?.at ?? null,
  }
}

function changeView({
  key,
  severity,
  change,
  seenAt,
  traceId,
  outcome,
  settledBy,
  state,
}: KnownChange): SentinelChange {
  const isGuess = change.kind === 'renamed'
  return {
    key,
    severity,
    text: changeInWords(change),
    reasons: change.reasons,
    certainty: isGuess ? Math.round(change.score * 100) : null,
    hits: change.hits,
    seenAt,
    traceId,
    outcome: state === 'quiet' ? 'соответствий не касается' : state === 'open' ? null : outcome,
    settledBy,
  }
}

/** Sentences of the row on the desktop; the page has the rest. */
const told = 3

/** One row on the administrator's desktop for everything that an update of 1C has struck. */
export async function listMetadataChanges(hub: Hub): Promise<Attention[]> {
  const open = await openChanges(hub)
  const [latest] = open
  if (!latest) return []
  const files = [...new Set(open.flatMap(({ change }) => change.hits.map(({ file }) => file)))].sort()
  const words = open.slice(0, told).map(({ change }) => `${changeInWords(change)}.`)
  const more = open.length > told ? [`И ещё изменений: ${open.length - told}.`] : []
  return [
    {
      id: 'metadata:all',
      kind: 'metadata',
      title: `Конфигурация 1С изменилась, задеты соответствия: ${files.join(', ')}`,
      reason: [...words, ...more, 'Предложенная правка — на странице «Соответствия».'].join(' '),
      at: latest.seenAt,
      traceId: latest.traceId,
      action: { name: 'dismiss', label: 'Учтено' },
    },
  ]
}
