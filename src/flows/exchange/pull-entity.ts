import type { Hub } from '../../context.ts'
import type { Mapping } from '../../mapping/index.ts'
import type { RawRecord } from '../../model/raw.ts'
import { writeJournal } from '../../store/journal.ts'
import { countSeen, countUnseen, livingRefs, type Mirrored } from '../../store/mirror.ts'
import { beginCursors, type Cursor, openCursors } from '../../store/pull-cursors.ts'
import { requireNames } from '../sentinel/absent-names.ts'
import { pullRange } from './pull-range.ts'
import { compareKeys, scanEntity } from './scan-entity.ts'
import { takeLosses } from './take-losses.ts'
import { entityTitles } from './titles.ts'

/** From so many pages on documents are read month by month: `$skip` gets slower with every page (1c-odata §9). */
const manyPages = 20

/** Fewer pages are not worth a thread of their own. */
const aFew = 8

const whole: Cursor['window'] = { from: '', to: '' }

interface Tally {
  stored: number
  refused: number
}

/**
 * Reads all objects of an entity in bulk and goes on after a stop at the page it had come to: the cursor of a range moves in
 * the transaction of the page. Rows that slipped between pages are found by comparing keys; what is gone is taken last.
 */
export async function pullEntity(hub: Hub, mapping: Mapping, number: number, traceId: string, signal: AbortSignal) {
  const name = mapping.entity as Mirrored
  const { source } = mapping
  const started = Date.now()
  if (source.kind !== 'set') {
    const scanned = await scanEntity(hub, mapping, { seen: number, traceId, signal })
    await tellPulled(hub, name, traceId, { ...scanned, ms: Date.now() - started })
    return
  }
  const { reading } = hub.onec
  const total = await reading.count(source.set, source.filter)
  if (total === null || total > aFew * hub.config.settings.exchange.page) void hub.bulk.warm()
  await requireNames(hub, mapping, await firstRow(hub, mapping))
  const open = await openCursors(hub.db, name, number)
  const cursors = open ?? (await beginCursors(hub.db, name, number, await rangesOf(hub, mapping, total)))
  const tally: Tally = { stored: 0, refused: 0 }
  for (const cursor of cursors) {
    const { from, to } = cursor.window
    const part = from === '' && to === '' ? total : await reading.count(source.set, source.filter, cursor.window)
    await pullRange(
      hub,
      mapping,
      cursor,
      { seen: number, traceId, total: part, signal },
      async ({ stored, refused }) => {
        tally.stored += stored
        tally.refused += refused
        const done = await progressOf(hub, name, number)
        hub.link.progress = { entity: entityTitles[name], done, total: Math.max(total ?? 0, done) }
        hub.live.changed('link')
      },
    )
  }

  const met = (await countSeen(hub.db, name, number)) + tally.refused
  const now = await reading.count(source.set, source.filter)
  // Where 1C does not count, comparing the keys is the only way to know that nothing slipped through.
  const isWhole = open === null && now !== null && now === total && met === now
  if (!isWhole) await compareKeys(hub, mapping, { seen: number, traceId, signal })
  const { unseen } = await countUnseen(hub.db, name, number)
  const taken = await takeLosses(
    hub,
    mapping,
    { count: unseen, batch: (after) => livingRefs(hub.db, name, after, 500, number) },
    number,
    traceId,
  )
  await tellPulled(hub, name, traceId, { ...tally, ...taken, ms: Date.now() - started })
}

/** Enough to tell whether 1C still has what the mapping reads: a whole reading would empty a renamed field everywhere. */
async function firstRow(hub: Hub, { source, expand }: Mapping): Promise<RawRecord | undefined> {
  if (source.kind !== 'set') return undefined
  const { set, filter, order } = source
  for await (const { rows } of hub.onec.reading.pages(set, { filter, order, expand, pageSize: 1, total: 1 }))
    return rows[0]
  return undefined
}

/** Months for a long set of documents, the whole set otherwise. */
async function rangesOf(hub: Hub, mapping: Mapping, total: number | null): Promise<Cursor['window'][]> {
  const { source } = mapping
  if (source.kind !== 'set' || (total ?? 0) <= manyPages * hub.config.settings.exchange.page) return [whole]
  return (await hub.onec.reading.months(source.set, source.filter)) ?? [whole]
}

/** Rows that this pull has stored of an entity, those before a stop included. */
async function progressOf(hub: Hub, name: Mirrored, number: number): Promise<number> {
  const row = await hub.db
    .selectFrom('pullCursor')
    .select((eb) => eb.fn.sum<number>('next').as('done'))
    .where('entity', '=', name)
    .where('pull', '=', number)
    .executeTakeFirst()
  return Number(row?.done ?? 0)
}

async function tellPulled(
  hub: Hub,
  name: Mirrored,
  traceId: string,
  { stored, refused, gone, braked, ms }: Tally & { gone: number; braked: boolean; ms: number },
): Promise<void> {
  const parts = [
    `${entityTitles[name]}: прочитано ${stored}`,
    ...(refused > 0 ? [`не разобрано ${refused}`] : []),
    ...(gone > 0 ? [`исчезло из 1С ${gone}`] : []),
  ]
  await writeJournal(hub.db, hub.now().toISOString(), {
    traceId,
    topic: 'exchange',
    step: 'pull.entity',
    level: braked || refused > 0 ? 'warning' : 'info',
    text: parts.join(', '),
    facts: { entity: name, stored, refused, gone, ms },
  })
}
