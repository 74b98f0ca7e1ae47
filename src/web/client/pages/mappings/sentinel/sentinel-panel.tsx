import { Button } from '@mantine/core'
import { useState } from 'react'
import type { SentinelChange, SentinelPage, SentinelProposal } from '../../../../api/mappings/sentinel-contract.ts'
import { plural } from '../../../format/plural.ts'
import { Chip } from '../../../parts/chip.tsx'
import { Panel } from '../../../parts/panel.tsx'
import { useCommand } from '../../../parts/use-command.ts'
import { When } from '../../../parts/when.tsx'
import { FileDiffView } from '../deploy/file-diff-view.tsx'
import type { SentinelNoteProps } from './sentinel-note.tsx'
import classes from './sentinel-panel.module.css'
import { acknowledge, lookNow } from './sentinel-queries.ts'
import { changeForms, severityWords } from './sentinel-words.ts'

/** What changed in 1C, which lines it strikes, and how each file could follow. */
export function SentinelPanel({ page, onOpenPatch }: SentinelNoteProps & { page: SentinelPage }) {
  const look = useCommand({ run: lookNow, done: 'Хаб спрашивает 1С.', failed: 'Проверить не получилось' })
  const note = useCommand({ run: acknowledge, done: 'Учтено.', failed: 'Отметить не получилось' })
  const [isPastShown, setPastShown] = useState(false)
  return (
    <Panel
      title="Изменения в 1С"
      note={plural(page.open.length, changeForms)}
      action={
        <div className={classes.actions}>
          <Button variant="subtle" loading={look.isPending} onClick={() => look.mutate()}>
            Проверить сейчас
          </Button>
          <Button variant="light" loading={note.isPending} onClick={() => note.mutate(null)}>
            Учтено всё
          </Button>
        </div>
      }
    >
      <ul className={classes.changes}>
        {page.open.map((change) => (
          <ChangeRow key={change.key} change={change} onNote={() => note.mutate([change.key])} />
        ))}
      </ul>
      {page.proposals.map((proposal) => (
        <ProposalView key={proposal.file} proposal={proposal} onOpenPatch={onOpenPatch} />
      ))}
      {page.past.length > 0 && (
        <div className={classes.past}>
          <Button variant="subtle" size="compact-sm" onClick={() => setPastShown(!isPastShown)}>
            {isPastShown ? 'Скрыть прежние изменения' : `Прежние изменения: ${page.past.length}`}
          </Button>
          {isPastShown && (
            <ul className={classes.changes}>
              {page.past.map((change) => (
                <ChangeRow key={change.key} change={change} />
              ))}
            </ul>
          )}
        </div>
      )}
    </Panel>
  )
}

function ChangeRow({ change, onNote }: { change: SentinelChange; onNote?: () => void }) {
  const { severity, text, reasons, certainty, hits, seenAt, outcome, settledBy } = change
  const { word, tone, what } = severityWords[severity]
  const why = [certainty === null ? '' : `уверенность ${certainty} %`, ...reasons].filter(Boolean).join(', ')
  return (
    <li className={classes.change}>
      {outcome === null ? (
        <Chip tone={tone} word={word} title={what} />
      ) : (
        <Chip tone="idle" word={settledBy ? `Учтено: ${settledBy}` : 'Закрыто'} title={outcome} />
      )}
      <div className={classes.body}>
        <p>{text}.</p>
        {why && <p className={classes.dim}>Почему так решено: {why}.</p>}
        {hits.length > 0 && (
          <p className={classes.dim}>
            {hits.map(({ file, line, field }) => `${file}, строка ${line}${field ? ` (${field})` : ''}`).join('; ')}
          </p>
        )}
        {outcome !== null && <p className={classes.dim}>{outcome}</p>}
      </div>
      <span className={classes.dim}>
        <When at={seenAt} />
      </span>
      {onNote && (
        <Button variant="subtle" size="compact-sm" onClick={onNote}>
          Учтено
        </Button>
      )}
    </li>
  )
}

function ProposalView({ proposal, onOpenPatch }: { proposal: SentinelProposal } & SentinelNoteProps) {
  const { file, text, diff, notes, beside } = proposal
  const isChanged = diff.places.length > 0
  return (
    <section className={classes.proposal} aria-label={`Предложение для ${file}`}>
      {isChanged ? <FileDiffView diff={diff} /> : <p>{file}: готовой правки нет, решите сами.</p>}
      {notes.length > 0 && (
        <ul className={classes.notes}>
          {notes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      )}
      {beside === null ? (
        <div className={classes.actions}>
          <Button variant="light" onClick={() => onOpenPatch(file, text)}>
            Открыть в редакторе
          </Button>
          <span className={classes.dim}>Само ничего не применится: сначала посмотрите, что изменится.</span>
        </div>
      ) : (
        <p className={classes.dim}>Примеры изменятся вместе с {beside}, в той же версии.</p>
      )}
    </section>
  )
}
