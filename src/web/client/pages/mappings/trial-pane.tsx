import { Button, TextInput } from '@mantine/core'
import { IconArrowBackUp, IconArrowRight, IconSearch } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import type { ModelField, Preview, Samples } from '../../../api/mappings/mapping-contract.ts'
import { plural } from '../../format/plural.ts'
import { formatTime } from '../../format/time.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'
import { PreviewTable } from './preview-table.tsx'
import classes from './trial-pane.module.css'
import type { Trial } from './use-trial.ts'

interface TrialPaneProps {
  trial: Trial
  fields: readonly ModelField[]
  onField: (name: string) => void
  /** Stands first in the bar. */
  tabs: ReactNode
  /** What may be done with one record, beside its raw form. */
  actions?: (raw: unknown) => ReactNode
}

/** Real records of 1C before and after the edit, and the way to others of them. */
export function TrialPane({ trial, fields, onField, tabs, actions }: TrialPaneProps) {
  const { preview, samples } = trial
  const [onlyChanged, setOnlyChanged] = useState(false)
  const [raw, setRaw] = useState<number | null>(null)
  const [find, setFind] = useState('')
  const shown = raw === null ? undefined : samples.data?.records[raw]
  return (
    <div className={classes.pane}>
      <div className={classes.bar}>
        {tabs}
        <form
          className={classes.find}
          onSubmit={(event) => {
            event.preventDefault()
            trial.find(find.trim())
          }}
        >
          <TextInput
            size="xs"
            aria-label="Найти запись 1С"
            placeholder="Код, номер или часть названия"
            value={find}
            onChange={(event) => setFind(event.currentTarget.value)}
            leftSection={<IconSearch size={14} />}
          />
        </form>
        <Button
          variant="default"
          rightSection={<IconArrowRight size={14} />}
          disabled={!samples.data?.more}
          loading={samples.isFetching && samples.isPlaceholderData}
          onClick={trial.further}
        >
          Ещё пять
        </Button>
        {trial.window.skip > 0 && (
          <Button variant="subtle" leftSection={<IconArrowBackUp size={14} />} onClick={trial.first}>
            К первым
          </Button>
        )}
        <label className={classes.only}>
          <input
            type="checkbox"
            checked={onlyChanged}
            onChange={(event) => setOnlyChanged(event.currentTarget.checked)}
          />
          Только изменения
        </label>
        <span className={classes.sum} role="status">
          {preview.data && samples.data?.id && sumOf(preview.data)}
        </span>
        {samples.data?.id && <span className={classes.age}>из 1С в {formatTime(samples.data.at)}</span>}
      </div>
      <Body trial={trial} fields={fields} onlyChanged={onlyChanged} onRaw={setRaw} onField={onField} />
      {shown && (
        <SidePanel key={raw} title={shown.title} label="Запись 1С" onClose={() => setRaw(null)}>
          {actions?.(shown.raw)}
          <pre className={classes.raw}>{JSON.stringify(shown.raw, null, 2)}</pre>
        </SidePanel>
      )}
    </div>
  )
}

interface BodyProps extends Pick<TrialPaneProps, 'trial' | 'fields' | 'onField'> {
  onlyChanged: boolean
  onRaw: (record: number) => void
}

function Body({ trial: { preview, samples }, fields, onlyChanged, onRaw, onField }: BodyProps) {
  const failure = preview.error ?? samples.error
  if (failure) {
    const again = () => void (preview.error ? preview.refetch() : samples.refetch())
    return <FailureNote error={failure} onRetry={again} busy={preview.isFetching || samples.isFetching} />
  }
  if (!preview.data || !samples.data) return <LoadingRows what="записи из 1С" rows={6} />
  if (samples.data.id === null) return <NoSample samples={samples.data} onRetry={() => void samples.refetch()} />
  // The table waits for the answer about these very records.
  if (preview.data.records.length !== samples.data.records.length) return <LoadingRows what="записи из 1С" rows={6} />
  return (
    <PreviewTable
      fields={fields}
      preview={preview.data}
      samples={samples.data}
      onlyChanged={onlyChanged}
      onRaw={onRaw}
      onField={onField}
    />
  )
}

function NoSample({ samples, onRetry }: { samples: Samples; onRetry: () => void }) {
  return (
    <EmptyNote title="Показать записи не на чем.">
      <p>{samples.reason}</p>
      <p>Проверка текста и подсказки работают и без записей.</p>
      <Button variant="default" my={8} onClick={onRetry}>
        Прочитать ещё раз
      </Button>
    </EmptyNote>
  )
}

const valueForms = ['значение', 'значения', 'значений'] as const
const errorForms = ['поле с ошибкой', 'поля с ошибками', 'полей с ошибками'] as const

/** What the edit does to the records shown, in a few words. */
function sumOf({ records }: Preview): string {
  const pairs = records.flatMap(({ cells }) => Object.values(cells))
  const errors = new Set(
    records.flatMap(({ cells }) => Object.keys(cells).filter((field) => cells[field]?.after?.error)),
  ).size
  const changed = pairs.filter((pair) => pair.changed && !pair.after?.error).length
  const usable = pairs.some(({ after }) => after !== null)
  if (!usable && pairs.length > 0) return 'Текст пока не применить: показано то, что есть сейчас.'
  const parts = [changed > 0 && `изменится ${plural(changed, valueForms)}`, errors > 0 && plural(errors, errorForms)]
  const told = parts.filter(Boolean).join(', ')
  // The file does not work yet: there is nothing to compare with.
  const isNew = pairs.length > 0 && pairs.every(({ before }) => before === null)
  if (told === '') return isNew ? 'Эти записи появятся в хабе' : 'Ничего не меняется'
  return told.charAt(0).toUpperCase() + told.slice(1)
}
