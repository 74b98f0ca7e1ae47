import type { Mirrored } from '../../../store/mirror.ts'
import { readAgain } from '../../exchange/read-again.ts'
import { requireMapping } from '../../verify/compare-mirror.ts'
import { healGap } from '../../verify/heal.ts'
import { done, failed, linesOf, type Run, skipped, type Thing } from '../thing.ts'

const goneText = 'В 1С этой записи больше нет.'

/** A record no mapping could read is read from 1C again. */
export const record: Thing = {
  async foresee(run, { target, since }) {
    const { entity, ref } = partsOf(target)
    const hub = await run.hubAt(since)
    const mapping = requireMapping(hub, entity)
    const { records, unreadable } = await readAgain(hub, mapping, [ref])
    const raw = records.get(ref)
    const poisoned = unreadable.get(ref)
    if (poisoned !== undefined) return failed(poisoned)
    if (!raw) return done(goneText)
    const read = mapping.read(raw)
    if (!read) return done('Запись не относится к этой сущности и уйдёт из списка.')
    return done('Запись теперь читается.', { where: mapping.spec.from.set, lines: linesOf(read, null) })
  },
  async redo(run, { target, since }) {
    const { entity, ref } = partsOf(target)
    if ((await reasonOf(run, entity, ref)) === null) return skipped('Запись уже разобрана.')
    await healGap(await run.hubAt(since), { entity, ref }, 0)
    const reason = await reasonOf(run, entity, ref)
    return reason === null ? done('Запись прочитана из 1С.') : failed(reason)
  },
}

function partsOf(target: string): { entity: Mirrored; ref: string } {
  const at = target.indexOf(' ')
  return { entity: target.slice(0, at) as Mirrored, ref: target.slice(at + 1) }
}

async function reasonOf({ hub }: Run, entity: Mirrored, ref: string): Promise<string | null> {
  const row = await hub.db
    .selectFrom('unmapped')
    .select('reason')
    .where('entity', '=', entity)
    .where('ref', '=', ref)
    .executeTakeFirst()
  return row?.reason ?? null
}
