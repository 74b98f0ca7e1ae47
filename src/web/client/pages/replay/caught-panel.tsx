import { Button, Progress } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { pageSize } from '../../../api/mappings/replay-contract.ts'
import { formatNumber } from '../../format/number.ts'
import { plural } from '../../format/plural.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { MiddleCut } from '../../parts/middle-cut.tsx'
import { Panel } from '../../parts/panel.tsx'
import tables from '../../parts/table.module.css'
import { When } from '../../parts/when.tsx'
import { type FilterWords, kindForms, kindOf } from './filter-words.ts'
import { Pages } from './pages.tsx'
import classes from './replay-page.module.css'
import { caughtQuery, isUnderWay } from './replay-queries.ts'
import { StartReplay } from './start-replay.tsx'

interface CaughtPanelProps {
  filter: FilterWords
  page: number
  onPage: (page: number) => void
  onReason: (reason: string) => void
}

/** Everything the filter catches, with its reasons, and the buttons that do it again. */
export function CaughtPanel({ filter, page, onPage, onReason }: CaughtPanelProps) {
  const { data, error, refetch, isFetching } = useQuery(caughtQuery(filter, page))
  if (error && !data) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!data) return <LoadingRows what="список" rows={8} />
  const { total, seen, of, rows, reasons } = data
  const isLooking = isUnderWay(data)
  return (
    <Panel
      title="Под отбор попадает"
      note={plural(total, kindForms[kindOf(filter)])}
      action={total > 0 && <StartReplay filter={filter} total={total} isKnown={!isLooking} />}
    >
      {isLooking && (
        <div className={classes.course} role="status">
          <Progress value={(seen / of) * 100} size="sm" aria-label="Ход поиска" />
          <p>
            Ищем: просмотрено {formatNumber(seen)} из {formatNumber(of)}
          </p>
        </div>
      )}
      {total === 0 && isLooking ? null : total === 0 ? (
        <EmptyNote title="По этому отбору повторять нечего.">Выберите другое состояние, вид или дни.</EmptyNote>
      ) : (
        <>
          {!filter.reason && reasons.length > 1 && (
            <ul className={classes.reasons} aria-label="Причины">
              {reasons.map(
                ({ reason, n }) =>
                  reason !== null && (
                    <li key={reason}>
                      <Button variant="default" size="compact-sm" title={reason} onClick={() => onReason(reason)}>
                        <span className={classes.reason}>{reason}</span>
                        <span className={classes.count}>{formatNumber(n)}</span>
                      </Button>
                    </li>
                  ),
              )}
            </ul>
          )}
          <div className={classes.scroll}>
            <table className={tables.table}>
              <thead>
                <tr>
                  <th style={{ width: 140 }}>Когда</th>
                  <th>Что</th>
                  <th style={{ width: 150 }} className={tables.wide}>
                    Состояние
                  </th>
                  <th className={tables.wide}>Причина</th>
                </tr>
              </thead>
              <tbody>
                {rows.map(({ target, title, since, stateText, reason }) => (
                  <tr key={target}>
                    <td>
                      <When at={since} />
                    </td>
                    <td>
                      <MiddleCut text={title} />
                    </td>
                    <td className={tables.wide}>{stateText}</td>
                    <td className={tables.wide} title={reason ?? undefined}>
                      {reason ?? '—'}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pages page={page} size={pageSize} total={total} onPage={onPage} />
        </>
      )}
    </Panel>
  )
}
