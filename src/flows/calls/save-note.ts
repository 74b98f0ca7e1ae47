import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { type CallNoteRow, noteOf, putNote } from '../../store/call-notes.ts'
import { getCall } from '../../store/calls.ts'
import { writeJournal } from '../../store/journal.ts'
import { effectByKey, rebaseEffect } from '../../store/outbox.ts'
import { inLane } from '../in-lane.ts'
import { commentProperties, interactionKey } from './interaction.ts'
import { recordCall } from './record-call.ts'

const SaveNote = z.object({ callId: z.string() })

export interface NoteWish {
  callId: string
  text: string
  /** The version the person edited; 0 when there was no note. */
  seen: number
  /** 1C's own text, which the person has seen and decided about; null when there was no conflict. */
  over: string | null
  author: string
}

/**
 * Keeps the result of a conversation and lets the person go: 1C hears of it in their lane, however slow it is. Returns the
 * note as it is now, and whether it is theirs: a colleague may have saved another meanwhile, which is not overwritten.
 * Null when there is no such call.
 */
export async function saveNote(hub: Hub, wish: NoteWish): Promise<{ isSaved: boolean; note: CallNoteRow } | null> {
  const saved = await hub.db.transaction().execute(async (trx) => {
    const call = await getCall(trx, wish.callId)
    if (!call || call.direction === 'internal') return null
    const { id, callKey, traceId } = call
    const before = await noteOf(trx, callKey)
    if (before && before.version !== wish.seen) return { isSaved: false, note: before }
    const now = hub.now().toISOString()
    // Who saves over the text 1C holds says that they have read it: only that text may be replaced, no later one.
    if (before?.state === 'conflict' && wish.over !== null && before.onecText === wish.over) {
      const effect = await effectByKey(trx, interactionKey(call))
      if (effect) await rebaseEffect(trx, effect, commentProperties(hub))
    }
    const note = { callKey, text: wish.text, version: (before?.version ?? 0) + 1, author: wish.author, savedAt: now }
    const text = `${wish.author}: итог разговора принят, передаётся в 1С`
    await writeJournal(trx, now, { traceId, topic: 'call', step: 'call.note', text })
    const order = { key: `note:${id}`, dedupeKey: `note:${id}`, priority: 10, traceId }
    await hub.jobs.enqueue(trx, 'save-note', { callId: id }, order)
    return { isSaved: true, note: await putNote(trx, note) }
  })
  hub.jobs.wake()
  hub.live.changed('calls', 'journal', 'attention')
  return saved
}

/** Brings a call whose note a person has just saved up to date in 1C, before everything that nobody waits for. */
export const deliverNote = (hub: Hub, data: unknown): Promise<void> =>
  recordCall(inLane(hub, 'person'), SaveNote.parse(data))
