import type { Selectable } from 'kysely'
import type { Hub } from '../../context.ts'
import { saveNote } from '../../flows/calls/save-note.ts'
import type { CallNoteTable } from '../../store/tables/call-note.ts'
import type { Person } from '../auth/people.ts'
import type { CallNote, SavedNote } from './contract.ts'
import { plainReason } from './plain-reason.ts'
import { NotFoundError } from './route.ts'

type NoteRow = Omit<Selectable<CallNoteTable>, 'callKey'>

/** A note with the sentence that says how far it got in 1C; `waiting` is why the call has not got there yet. */
export function noteView(note: NoteRow, waiting: string | null): CallNote {
  const { text, version, author, savedAt, state, onecText } = note
  const says = sayOf(note, waiting)
  return { text, version, author, savedAt, state, onecText, says, details: state === 'refused' ? note.reason : null }
}

function sayOf({ state, text, reason, onecText }: NoteRow, waiting: string | null): string {
  switch (state) {
    case 'accepted':
      return waiting ? `Принято, передаётся в 1С. Пока не вышло: ${waiting}` : 'Принято, передаётся в 1С.'
    case 'confirmed':
      return 'Подтверждено 1С.'
    case 'refused':
      return plainReason(reason)
    case 'conflict':
      return conflictSays(text, onecText ?? '')
    default:
      return state satisfies never
  }
}

function conflictSays(text: string, onecText: string): string {
  if (onecText === '')
    return '1С не приняла этот текст: комментарий в ней пуст. Проверьте звонок в 1С или сохраните снова.'
  if (text.startsWith(onecText))
    return `1С сохранила только первые знаки (${onecText.length}). Сократите текст и сохраните.`
  return 'В 1С другой текст: его изменили там. Возьмите его или сохраните свой вместо него.'
}

interface NoteInput {
  id: string
  text: string
  seen: number
  over: string | null
}

export async function takeNote(hub: Hub, person: Person, { id, ...wish }: NoteInput): Promise<SavedNote> {
  const saved = await saveNote(hub, { callId: id, author: person.name, ...wish })
  if (!saved) throw new NotFoundError('Этого звонка нет: возможно, его объединили с другим. Обновите страницу.')
  return { isSaved: saved.isSaved, note: noteView(saved.note, null) }
}
