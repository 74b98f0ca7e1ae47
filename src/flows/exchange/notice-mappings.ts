import type { Hub } from '../../context.ts'
import { writeJournal } from '../../store/journal.ts'
import { mirroredEntities } from '../../store/mirror.ts'
import { getState, putState } from '../../store/state.ts'
import { newTraceId } from '../trace.ts'
import { askForPull } from './pull-state.ts'
import { entityTitles } from './titles.ts'

/**
 * Records that were read by other mapping files may have been read wrong: after a change every entity whose file is another
 * one is read again.
 */
export async function noticeMappings(hub: Hub): Promise<void> {
  const { fingerprint, all } = hub.mappings.current
  const known = await getState(hub.db, 'mappings.fingerprint')
  if (known === fingerprint) return
  const before = JSON.parse((await getState(hub.db, 'mappings.entities')) ?? 'null') as Record<string, string> | null
  const after = Object.fromEntries(all.map(({ entity, hash }) => [entity, hash]))
  const changed = mirroredEntities.filter((name) => name in after && before?.[name] !== after[name])
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await putState(trx, 'mappings.fingerprint', fingerprint, now)
    // One that is out of use for a while comes back to the records it has read.
    await putState(trx, 'mappings.entities', JSON.stringify({ ...before, ...after }), now)
    if (known === null || changed.length === 0) return
    await askForPull(trx, now, changed)
    const titles = changed.map((name) => entityTitles[name].toLowerCase()).join(', ')
    await writeJournal(trx, now, {
      traceId: newTraceId(),
      topic: 'exchange',
      step: 'mapping.changed',
      text: `Файлы соответствий изменились, по ним будет перечитано из 1С: ${titles}`,
    })
  })
}
