import type { Hub } from '../../context.ts'
import { writeJournal } from '../../store/journal.ts'
import { getState, putState } from '../../store/state.ts'
import { newTraceId } from '../trace.ts'

/** Compares the mappings with the names of the base; one that leans on a name 1C does not have is out of use and told of. */
export async function checkMappings(hub: Hub): Promise<void> {
  const known = new Set(hub.mappings.findings.map((finding) => finding.text))
  const found = hub.mappings.check(await hub.onec.sets())
  const traceId = newTraceId()
  for (const { file, text } of found.filter((finding) => !known.has(finding.text))) {
    await writeJournal(hub.db, hub.now().toISOString(), {
      traceId,
      topic: 'exchange',
      step: 'mapping.unknown',
      level: 'error',
      title: 'Файлы соответствий не подходят к базе 1С',
      text: `${file}: ${text} Файл не используется, пока имя не найдётся`,
    })
  }
  hub.live.changed('attention')
}

/** Records that were read by other mapping files may have been read wrong: after a change everything is read again. */
export async function noticeMappings(hub: Hub): Promise<void> {
  const { fingerprint } = hub.mappings
  const known = await getState(hub.db, 'mappings.fingerprint')
  if (known === fingerprint) return
  const now = hub.now().toISOString()
  await hub.db.transaction().execute(async (trx) => {
    await putState(trx, 'mappings.fingerprint', fingerprint, now)
    if (known === null) return
    await putState(trx, 'pull.wanted', now, now)
    await writeJournal(trx, now, {
      traceId: newTraceId(),
      topic: 'exchange',
      step: 'mapping.changed',
      text: 'Файлы соответствий изменились: база 1С будет перечитана по ним целиком',
    })
  })
}
