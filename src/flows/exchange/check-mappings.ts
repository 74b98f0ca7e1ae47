import type { Hub } from '../../context.ts'
import { cutStrings } from '../../store/conflicts.ts'
import { writeJournal } from '../../store/journal.ts'
import { putState } from '../../store/state.ts'
import { reconsiderHeld } from '../mappings/adopt-folder.ts'
import { fallBack } from '../mappings/fall-back.ts'
import { newTraceId } from '../trace.ts'

/**
 * Compares the mappings with the names of the base; one that leans on a name 1C does not have is out of use and told of. What
 * changed in 1C meanwhile is caught up with as soon as the name is there again.
 */
export async function checkMappings(hub: Hub): Promise<void> {
  const sets = await hub.onec.sets()
  const truncated = (await cutStrings(hub.db)).flatMap(({ entity, ...cut }) => {
    const mapping = hub.mappings.all.find((one) => one.entity === entity)
    return mapping ? [{ ...cut, set: mapping.spec.from.set }] : []
  })
  // Nothing is waited for in between: of two that check at once the second finds nothing new.
  const known = new Set(hub.mappings.findings.map(keyOf))
  const before = usedEntities(hub)
  hub.mappings.check(sets, { truncated })
  await reconsiderHeld(hub)
  await fallBack(hub)
  const after = usedEntities(hub)
  const isBack = [...after].some((entity) => !before.has(entity))
  if (isBack || after.size !== before.size) hub.link.waysAt = null
  if (isBack) {
    const now = hub.now().toISOString()
    await putState(hub.db, 'reconcile.wanted', now, now)
    hub.poke()
  }
  const traceId = newTraceId()
  for (const { file, line, level, text } of hub.mappings.findings.filter((finding) => !known.has(keyOf(finding)))) {
    await writeJournal(hub.db, hub.now().toISOString(), {
      traceId,
      topic: 'exchange',
      step: 'mapping.unknown',
      level,
      title: wordings[level].title,
      text: `${file}, строка ${line}: ${text}${wordings[level].more}`,
    })
  }
  hub.live.changed('attention')
}

/** A finding moves when lines are added above it and stays the same. */
const keyOf = ({ file, text }: { file: string; text: string }): string => `${file} ${text}`

const wordings = {
  error: {
    title: 'Файлы соответствий не подходят к базе 1С',
    more: ' Файл не используется, пока это не исправлено.',
  },
  warning: { title: 'Замечание к файлам соответствий', more: '' },
}

const usedEntities = (hub: Hub): Set<string> => new Set(hub.mappings.all.map(({ entity }) => entity))
