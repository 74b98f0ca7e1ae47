import type { Hub } from '../../context.ts'
import { entityTitles } from '../../flows/exchange/titles.ts'
import { countLiving, mirroredEntities } from '../../store/mirror.ts'
import type { Attention } from './contract.ts'

/**
 * Entities the hub holds records of though no file describes them any more: a file that was taken away is no error of any file,
 * and its records would grow old unnoticed. While a file is in error that is the row to mend first, and it is listed by itself.
 */
export async function listUndescribed(hub: Hub): Promise<Attention[]> {
  const { all, findings, held, files } = hub.mappings
  const isInError = findings.some(({ level }) => level === 'error') || held.length > 0
  // Without a single file the hub is not set up yet, and the row about the link says so.
  if (isInError || Object.keys(files).length === 0) return []
  const rows: Attention[] = []
  for (const entity of mirroredEntities) {
    if (all.some((mapping) => mapping.entity === entity) || (await countLiving(hub.db, entity)) === 0) continue
    rows.push({
      id: `undescribed:${entity}`,
      kind: 'broken_mapping',
      title: `${entityTitles[entity]} больше не читаются из 1С`,
      reason:
        'Файла соответствий для них нет. В хабе осталось последнее известное, новое не приходит. Верните файл или прежнюю версию на странице «Соответствия».',
      at: hub.startedAt,
      traceId: null,
      action: null,
    })
  }
  return rows
}
