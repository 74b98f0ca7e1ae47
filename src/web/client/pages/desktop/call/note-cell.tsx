import { Link } from '@tanstack/react-router'
import type { CallRow } from '../../../../api/contract.ts'
import { empty } from '../../../format/empty.ts'
import { Chip } from '../../../parts/chip.tsx'
import classes from './note-cell.module.css'
import { noteWords } from './note-words.ts'

/** The result of a conversation in one line of the list; a chip only while it is not yet what 1C holds. */
export function NoteCell({ call, mayNote }: { call: CallRow; mayNote: boolean }) {
  const { id, note } = call
  if (!note?.text && !mayNote) return empty
  return (
    <Link to="/" search={{ call: id }} className={classes.note} title={note?.text || undefined}>
      {note && note.state !== 'confirmed' && (
        <Chip tone={noteWords[note.state].tone} word={noteWords[note.state].short} title={note.says} />
      )}
      <span className={note?.text ? classes.text : classes.write}>{note?.text || 'Записать'}</span>
    </Link>
  )
}
