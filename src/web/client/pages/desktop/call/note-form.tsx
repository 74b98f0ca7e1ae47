import { Button, Textarea } from '@mantine/core'
import type { KeyboardEvent } from 'react'
import { type CallNote, longestNote } from '../../../../api/contract.ts'
import { RequestFailure } from '../../../api/request-failure.ts'
import { useMe } from '../../../frame/use-me.ts'
import { AdminDetails } from '../../../parts/admin-details.tsx'
import { Chip } from '../../../parts/chip.tsx'
import { useDraft } from '../../../parts/use-draft.ts'
import { When } from '../../../parts/when.tsx'
import classes from './note-form.module.css'
import { noteWords } from './note-words.ts'
import { OtherText } from './other-text.tsx'
import { useSaveNote } from './use-save-note.ts'

interface NoteFormProps {
  callId: string
  note: CallNote | null
  /** Ctrl-Enter: saved, and on to the next call that has no result yet. */
  onNext: () => void
}

/** Writing the result of a conversation, with an honest word of how far it got. */
export function NoteForm({ callId, note, onNext }: NoteFormProps) {
  const me = useMe()
  const [draft, setDraft] = useDraft(`${me.login}:note:${callId}`)
  const save = useSaveNote(callId)
  const version = note?.version ?? 0
  const text = draft?.text ?? note?.text ?? ''
  const isBehind = draft !== null && draft.seen !== version && !save.isPending
  const isRefused = note?.state === 'refused'
  const canSave = !save.isPending && !isBehind && (draft !== null || isRefused || note?.state === 'conflict')

  const send = (sent: string, then?: () => void) => {
    save.mutate(
      { text: sent.trim(), seen: version, over: note?.onecText ?? null },
      {
        onSuccess: (answer) => {
          if (!answer.isSaved) return
          setDraft(null)
          then?.()
        },
      },
    )
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (canSave) send(text, event.ctrlKey || event.metaKey ? onNext : undefined)
    else if (draft === null && (event.ctrlKey || event.metaKey)) onNext()
  }

  return (
    <div className={classes.form}>
      <Textarea
        size="md"
        label="Итог разговора"
        description="Enter сохраняет, Shift+Enter начинает строку, Ctrl+Enter сохраняет и открывает следующий звонок без итога."
        classNames={{ description: classes.keys }}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        autosize
        minRows={3}
        maxRows={12}
        maxLength={longestNote}
        autoFocus
        value={text}
        readOnly={save.isPending}
        onChange={(event) => {
          const written = event.currentTarget.value
          setDraft(written === (note?.text ?? '') ? null : { text: written, seen: draft?.seen ?? version })
        }}
        onKeyDown={onKeyDown}
        error={save.error && explain(save.error)}
      />
      <p className={classes.state} role="status">
        <StateChip note={note} isSaving={save.isPending} isDraft={draft !== null} />
        {note && draft === null && !save.isPending && (
          <span>
            {note.author}, <When at={note.savedAt} />
          </span>
        )}
      </p>
      {note && draft === null && (isRefused || note.state === 'conflict') && (
        <div className={classes.says}>
          {note.says}
          {note.details && <AdminDetails text={note.details} />}
        </div>
      )}
      {note?.state === 'conflict' && note.onecText && (
        <OtherText title="Сейчас в 1С" text={note.onecText}>
          <Button variant="default" onClick={() => send(note.onecText ?? '')} disabled={save.isPending}>
            Взять текст из 1С
          </Button>
        </OtherText>
      )}
      {note && isBehind && (
        <OtherText title={`Пока вы писали, итог записан: ${note.author}`} text={note.text}>
          <Button variant="default" onClick={() => setDraft(null)}>
            Взять этот текст
          </Button>
          <Button variant="default" onClick={() => setDraft({ text, seen: version })}>
            Оставить мой
          </Button>
        </OtherText>
      )}
      <div>
        <Button onClick={() => send(text)} disabled={!canSave} loading={save.isPending}>
          {saveWords(note, draft !== null)}
        </Button>
      </div>
    </div>
  )
}

function StateChip({ note, isSaving, isDraft }: { note: CallNote | null; isSaving: boolean; isDraft: boolean }) {
  if (isSaving) return <Chip tone="wait" word="Сохраняется" />
  if (isDraft) return <Chip tone="idle" word="Не сохранено" />
  if (!note) return <Chip tone="idle" word="Итога ещё нет" />
  const { word, tone } = noteWords[note.state]
  return <Chip tone={tone} word={word} title={note.says} />
}

/** The button names what it does. */
function saveWords(note: CallNote | null, isDraft: boolean): string {
  if (note?.state === 'conflict') return 'Записать мой текст вместо него'
  return note?.state === 'refused' && !isDraft ? 'Передать снова' : 'Сохранить'
}

function explain(error: Error): string {
  if (!(error instanceof RequestFailure)) return 'Сохранить не получилось. Текст останется здесь, попробуйте ещё раз.'
  const { remedy, fields } = error.facts
  return [fields?.text ?? error.message, remedy, 'Текст останется здесь.'].filter(Boolean).join(' ')
}
