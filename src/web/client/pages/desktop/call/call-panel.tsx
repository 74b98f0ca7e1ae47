import type { ReactNode } from 'react'
import type { CallRow } from '../../../../api/contract.ts'
import { formatTalk } from '../../../format/duration.ts'
import { empty } from '../../../format/empty.ts'
import { formatTime } from '../../../format/time.ts'
import { Chip } from '../../../parts/chip.tsx'
import { SidePanel } from '../../../parts/side-panel.tsx'
import { onecWords, ongoingWords } from '../call-words.ts'
import classes from './call-panel.module.css'
import { NoteForm } from './note-form.tsx'
import { noteWords } from './note-words.ts'

interface CallPanelProps {
  call: CallRow | undefined
  mayNote: boolean
  onNext: () => void
  onClose: () => void
}

/** The card of one call over the desktop: what is known of it, and its result in a person's words. */
export function CallPanel({ call, mayNote, onNext, onClose }: CallPanelProps) {
  return (
    <SidePanel title={call ? (call.clientName ?? call.phoneText) : 'Звонок'} label="Карточка звонка" onClose={onClose}>
      {!call && <p className={classes.none}>Этого звонка нет среди сегодняшних.</p>}
      {call && (
        <div className={classes.card}>
          {mayNote ? (
            <NoteForm key={call.id} callId={call.id} note={call.note} onNext={onNext} />
          ) : (
            <NoteText call={call} />
          )}
          <Facts call={call} />
        </div>
      )}
    </SidePanel>
  )
}

function NoteText({ call: { note } }: { call: CallRow }) {
  return (
    <section aria-label="Итог разговора">
      <h3 className={classes.title}>Итог разговора</h3>
      <p className={classes.text}>{note?.text || 'Его ещё не записали.'}</p>
      {note && <Chip tone={noteWords[note.state].tone} word={noteWords[note.state].word} title={note.says} />}
    </section>
  )
}

function Phone({ call }: { call: CallRow }) {
  return call.phone ? <a href={`tel:${call.phone}`}>{call.phoneText}</a> : call.phoneText
}

function Facts({ call }: { call: CallRow }) {
  const { word, tone } = onecWords[call.onec.state]
  const rows: [string, ReactNode][] = [
    ['Начало', formatTime(call.startedAt)],
    ['Телефон', <Phone key="phone" call={call} />],
    ['Откуда узнал', [call.platform, call.campaign, call.keyword && `«${call.keyword}»`].filter(Boolean).join(' · ')],
    ['Набранный номер', call.dialled],
    ['Разговор', ongoingWords[call.state] ?? formatTalk(call.talkSeconds)],
    ['В 1С', <Chip key="onec" tone={tone} word={word} title={call.onec.text} />],
  ]
  return (
    <dl className={classes.facts}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || empty}</dd>
        </div>
      ))}
    </dl>
  )
}
