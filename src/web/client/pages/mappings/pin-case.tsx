import { Button, TextInput } from '@mantine/core'
import { IconPin } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Pinned, PinnedCase } from '../../../api/mappings/case-contract.ts'
import { ask } from '../../api/ask.ts'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { useCommand } from '../../parts/use-command.ts'
import classes from './pin-case.module.css'

interface PinCaseProps {
  entity: string
  /** Record of 1C as it was read. */
  record: unknown
}

/** Makes a record an example beside its mapping file: shows what would be written, without anybody's data, and writes that. */
export function PinCase({ entity, record }: PinCaseProps) {
  const [name, setName] = useState<string | null>(null)
  if (name === null) {
    return (
      <Button variant="default" size="xs" leftSection={<IconPin size={14} />} onClick={() => setName('запись из 1С')}>
        Сделать примером
      </Button>
    )
  }
  return <Draft entity={entity} record={record} name={name} onName={setName} onClose={() => setName(null)} />
}

interface DraftProps extends PinCaseProps {
  name: string
  onName: (name: string) => void
  onClose: () => void
}

function Draft({ entity, record, name, onName, onClose }: DraftProps) {
  const [settled, setSettled] = useState(name)
  const path = `/api/mappings/${encodeURIComponent(entity)}/cases`
  const draft = useQuery({
    queryKey: ['case-draft', entity, record, settled],
    queryFn: ({ signal }) => ask(`${path}/preview`, PinnedCase, { post: { record, name: settled }, signal }),
    retry: false,
    staleTime: 0,
  })
  const pin = useCommand({
    run: async (seen: string) => {
      const done = await ask(path, Pinned, { post: { record, name: settled, seen } })
      onClose()
      return done
    },
    done: 'Пример записан.',
    failed: 'Записать пример не получилось',
  })
  const isSettled = settled === name.trim()
  return (
    <section className={classes.draft} aria-label="Пример для файла соответствий">
      <TextInput
        label="Что показывает этот пример"
        description="Имя, телефоны и другие данные людей заменены вымышленными, одинаково во всех примерах."
        value={name}
        onChange={(event) => onName(event.currentTarget.value)}
        onBlur={() => setSettled(name.trim() || settled)}
        onKeyDown={(event) => event.key === 'Enter' && setSettled(name.trim() || settled)}
      />
      {draft.error ? (
        <FailureNote error={draft.error} onRetry={() => void draft.refetch()} busy={draft.isFetching} />
      ) : draft.data ? (
        <>
          {draft.data.error !== null && (
            <p className={classes.note}>Эта запись не читается, и пример запомнит именно это: {draft.data.error}</p>
          )}
          {draft.data.note !== null && <p className={classes.note}>{draft.data.note}</p>}
          <p className={classes.note}>
            {draft.data.isNew ? 'Будет создан файл' : 'Будет дописано в конец файла'} <code>{draft.data.file}</code>:
          </p>
          <pre className={classes.text}>{draft.data.text.trim()}</pre>
        </>
      ) : (
        <LoadingRows what="пример" rows={4} />
      )}
      <div className={classes.acts}>
        <Button
          disabled={!draft.data || !isSettled}
          loading={pin.isPending || draft.isFetching}
          onClick={() => draft.data && pin.mutate(draft.data.hash)}
        >
          Записать пример
        </Button>
        <Button variant="default" onClick={onClose}>
          Не нужно
        </Button>
      </div>
    </section>
  )
}
