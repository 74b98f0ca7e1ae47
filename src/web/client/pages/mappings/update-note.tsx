import { useNavigate } from '@tanstack/react-router'
import type { MappingRow } from '../../../api/mappings/mapping-contract.ts'
import { SentinelNote } from './sentinel/sentinel-note.tsx'
import classes from './update-note.module.css'
import { proposeDraft } from './use-draft-text.ts'

interface UpdateNoteProps {
  rows: readonly MappingRow[]
  /** File in the editor now, and the way to put a text into it. */
  open?: { file: string; write: (text: string) => void }
}

/** What an update of 1C has struck; a proposed text goes into the editor of its file. */
export function UpdateNote({ rows, open }: UpdateNoteProps) {
  const navigate = useNavigate()
  const openPatch = (file: string, text: string) => {
    // The editor undoes it like any other change.
    if (open?.file === file) return open.write(text)
    const row = rows.find((one) => one.file === file)
    if (row && proposeDraft(row, text)) void navigate({ to: '/mappings/$entity', params: { entity: row.key } })
  }
  return (
    <div className={classes.note}>
      <SentinelNote onOpenPatch={openPatch} />
    </div>
  )
}
