import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { HeldFile, VersionRow } from '../../../../api/mappings/deploy-contract.ts'
import { Chip } from '../../../parts/chip.tsx'
import { EmptyNote } from '../../../parts/empty-note.tsx'
import { FailureNote } from '../../../parts/failure-note.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { Panel } from '../../../parts/panel.tsx'
import table from '../../../parts/table.module.css'
import { When } from '../../../parts/when.tsx'
import { versionsQuery } from './deploy-queries.ts'
import { ReceiptsList } from './receipts-list.tsx'
import { VersionDetails } from './version-details.tsx'
import classes from './versions-panel.module.css'

/** Every version that was in use, newest first, with its differences and the way back to it. */
export function VersionsPanel({ onDeployed }: { onDeployed: () => void }) {
  const { data, error, refetch, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery(versionsQuery)
  const [open, setOpen] = useState<number | null>(null)
  if (error && !data) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!data) return <LoadingRows what="версии" rows={6} />
  const [first] = data.pages
  const rows = data.pages.flatMap((page) => page.rows)
  return (
    <Panel title="Версии соответствий">
      <div className={classes.now}>
        <ReceiptsList receipts={first?.receipts ?? []} />
        {(first?.held ?? []).map((held) => (
          <Held key={held.file} held={held} />
        ))}
      </div>
      {rows.length === 0 ? (
        <EmptyNote title="Версий ещё нет." />
      ) : (
        <table className={table.table}>
          <thead>
            <tr>
              <th className={classes.number}>№</th>
              <th className={classes.when}>Когда</th>
              <th className={`${classes.author} ${table.wide}`}>Кто</th>
              <th>Что изменено</th>
              <th className={classes.act} aria-label="Открыть" />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row
                key={row.id}
                row={row}
                isOpen={open === row.id}
                onToggle={() => setOpen(open === row.id ? null : row.id)}
                onDeployed={onDeployed}
              />
            ))}
          </tbody>
        </table>
      )}
      {hasNextPage && (
        <p className={table.more}>
          <Button variant="subtle" size="compact-sm" loading={isFetching} onClick={() => void fetchNextPage()}>
            Показать ещё
          </Button>
        </p>
      )}
    </Panel>
  )
}

interface RowProps {
  row: VersionRow
  isOpen: boolean
  onToggle: () => void
  onDeployed: () => void
}

function Row({ row, isOpen, onToggle, onDeployed }: RowProps) {
  const { id, at, author, comment, changed, rolledBackTo, isCurrent } = row
  const back = rolledBackTo === null ? '' : `Возврат к версии ${rolledBackTo}`
  const told = [back, comment].filter(Boolean).join('. ') || 'Без комментария'
  return (
    <>
      <tr aria-expanded={isOpen}>
        <td>{id}</td>
        <td>
          <When at={at} />
        </td>
        <td className={table.wide}>{author}</td>
        <td title={`${told}\n${changed.join(', ')}`}>
          {isCurrent && (
            <span className={classes.chip}>
              <Chip tone="good" word="В работе" />
            </span>
          )}
          {told} <span className={table.dim}>{changed.join(', ')}</span>
        </td>
        <td className={classes.act}>
          <Button variant="subtle" size="compact-sm" aria-expanded={isOpen} onClick={onToggle}>
            {isOpen ? 'Свернуть' : 'Открыть'}
          </Button>
        </td>
      </tr>
      {isOpen && (
        <tr className={classes.details}>
          <td colSpan={5}>
            <VersionDetails id={id} onDeployed={onDeployed} />
          </td>
        </tr>
      )}
    </>
  )
}

function Held({ held: { file, line, text, since, isReplaced } }: { held: HeldFile }) {
  return (
    <p className={classes.held} role="alert">
      Правка {file} на диске не принята (<When at={since} />
      ). Строка {line}: {text} {isReplaced ? 'Работает прежний текст файла.' : 'Файл не работает.'}
    </p>
  )
}
