import type { Hub } from '../../context.ts'
import { masked } from '../../model/mask.ts'
import { takeOnecText } from '../../store/call-notes.ts'
import { getCall } from '../../store/calls.ts'
import { acceptConflicts, openConflicts } from '../../store/conflicts.ts'
import { getEffect } from '../../store/outbox.ts'
import type { Attention } from './contract.ts'

const what: Record<string, string> = { client: 'Клиент', interaction: 'Взаимодействие' }

/** Objects of 1C that hold something else than the hub wrote there: one row an object. */
export async function listConflicts(hub: Hub): Promise<Attention[]> {
  const byMessage = Map.groupBy(await openConflicts(hub.db, 100), ({ messageId }) => messageId)
  return [...byMessage].flatMap(([messageId, conflicts]) => {
    const [first] = conflicts
    if (!first) return []
    const differences = conflicts.map(
      ({ property, wanted, got }) => `${property}: хаб записал ${shown(wanted)}, в 1С ${shown(got)}`,
    )
    return {
      id: `conflict:${messageId}`,
      kind: 'conflict' as const,
      title: `${what[first.kind] ?? first.kind}: в 1С не то, что записал хаб`,
      reason: `${differences.join('; ')}. Хаб больше не пишет это поле: исправьте его в 1С или оставьте как есть.`,
      at: first.at,
      traceId: first.traceId,
      action: { name: 'dismiss' as const, label: 'Оставить как в 1С' },
    }
  })
}

/** A person says that 1C is right; a note that was in conflict becomes what 1C holds. */
export async function leaveToOnec(hub: Hub, messageId: string): Promise<boolean> {
  const isDone = await acceptConflicts(hub.db, Number(messageId))
  if (!isDone) return false
  const { kind, subject } = await getEffect(hub.db, Number(messageId))
  const call = kind === 'interaction' ? await getCall(hub.db, subject) : null
  if (call) await takeOnecText(hub.db, call.callKey, hub.now().toISOString())
  hub.live.changed('calls')
  return true
}

/** A section is only counted: its rows are of no use in one line. */
function shown(value: unknown): string {
  if (value === null || value === '') return 'пусто'
  if (Array.isArray(value)) return `строк: ${value.length}`
  if (typeof value === 'boolean') return value ? 'да' : 'нет'
  return `«${String(masked(String(value))).trim()}»`
}
