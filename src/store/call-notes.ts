import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Database } from './schema.ts'
import type { CallNoteTable } from './tables/call-note.ts'

export type CallNoteRow = Selectable<CallNoteTable>

type Db = Kysely<Database> | Transaction<Database>

/** What a person wrote of a conversation; null when nobody has. */
export async function noteOf(db: Db, callKey: string): Promise<CallNoteRow | null> {
  return (await db.selectFrom('callNote').selectAll().where('callKey', '=', callKey).executeTakeFirst()) ?? null
}

/** The notes of these calls, by their names. */
export async function notesOf(db: Db, callKeys: readonly string[]): Promise<Map<string, CallNoteRow>> {
  if (callKeys.length === 0) return new Map()
  const rows = await db.selectFrom('callNote').selectAll().where('callKey', 'in', callKeys).execute()
  return new Map(rows.map((row) => [row.callKey, row]))
}

/** Keeps a text as the newest of its call, on its way to 1C. */
export async function putNote(
  trx: Transaction<Database>,
  note: Pick<CallNoteRow, 'callKey' | 'text' | 'version' | 'author' | 'savedAt'>,
): Promise<CallNoteRow> {
  const row = { ...note, state: 'accepted' as const, reason: null, onecText: null }
  await trx
    .insertInto('callNote')
    .values(row)
    .onConflict((conflict) => conflict.column('callKey').doUpdateSet(row))
    .execute()
  return row
}

/** How 1C took `text`; says nothing of a newer one. */
export async function settleNote(
  db: Db,
  callKey: string,
  text: string,
  outcome: Pick<CallNoteRow, 'state' | 'reason' | 'onecText'>,
): Promise<void> {
  await db.updateTable('callNote').set(outcome).where('callKey', '=', callKey).where('text', '=', text).execute()
}

/** The call's way to 1C ended in a refusal, and its note with it. */
export async function refuseNote(db: Db, callKey: string, reason: string): Promise<void> {
  await db
    .updateTable('callNote')
    .set({ state: 'refused', reason })
    .where('callKey', '=', callKey)
    .where('state', '=', 'accepted')
    .execute()
}

/** A person said that 1C is right: its text is the note now. */
export async function takeOnecText(db: Db, callKey: string, now: string): Promise<void> {
  await db
    .updateTable('callNote')
    .set((row) => ({
      text: row.fn.coalesce('onecText', 'text'),
      version: row('version', '+', 1),
      state: 'confirmed',
      reason: null,
      onecText: null,
      savedAt: now,
    }))
    .where('callKey', '=', callKey)
    .where('state', '=', 'conflict')
    .execute()
}

/** Two calls turned out to be one conversation: what was written of either stays. */
export async function moveNote(trx: Transaction<Database>, from: string, to: string): Promise<void> {
  const moved = await trx.deleteFrom('callNote').where('callKey', '=', from).returningAll().executeTakeFirst()
  if (!moved) return
  const there = await noteOf(trx, to)
  const text = there ? `${there.text}\n${moved.text}` : moved.text
  const version = Math.max(there?.version ?? 0, moved.version) + 1
  await putNote(trx, { ...moved, callKey: to, text, version })
}
