import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { MappingRow } from '../../../api/mappings/mapping-contract.ts'
import { empty } from '../../format/empty.ts'
import { plural } from '../../format/plural.ts'
import { useMe } from '../../frame/use-me.ts'
import { Chip } from '../../parts/chip.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StaleNote } from '../../parts/stale-note.tsx'
import table from '../../parts/table.module.css'
import { When } from '../../parts/when.tsx'
import { mappingsQuery } from './mapping-queries.ts'
import { draftWords, findingForms, stateWords } from './mapping-words.ts'
import classes from './mappings-page.module.css'
import { UpdateNote } from './update-note.tsx'
import { draftFiles } from './use-draft-text.ts'

/** Every mapping with its state; a row opens it on the bench. */
export function MappingsPage() {
  const me = useMe()
  const { data, error, refetch, isFetching, dataUpdatedAt } = useQuery({
    ...mappingsQuery,
    enabled: me.role === 'admin',
  })
  if (me.role !== 'admin') return <NotForYou />
  if (error && !data) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!data) return <LoadingRows what="соответствия" rows={11} />
  return (
    <>
      <StaleNote error={error} readAt={dataUpdatedAt} onRetry={refetch} busy={isFetching} />
      <UpdateNote rows={data} />
      <div className={classes.page}>
        <MappingsTable rows={data} />
      </div>
    </>
  )
}

export function NotForYou() {
  return (
    <EmptyNote title="Соответствия открыты администратору.">
      Если они нужны вам по работе, попросите администратора сменить роль.
    </EmptyNote>
  )
}

function MappingsTable({ rows }: { rows: readonly MappingRow[] }) {
  const drafts = draftFiles()
  const working = rows.filter(({ state }) => state === 'used').length
  return (
    <Panel title="Файлы соответствий" note={`Работает ${working} из ${rows.length}`}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Что это в хабе</th>
            <th className={table.wide}>Файл</th>
            <th className={table.wide}>Откуда в 1С</th>
            <th className={classes.state}>Состояние</th>
            <th className={`${classes.when} ${table.wide}`}>Изменён</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.file}>
              <td>
                <Link to="/mappings/$entity" params={{ entity: row.key }} className={classes.link}>
                  {row.title}
                </Link>
              </td>
              <td className={`${table.wide} ${table.dim}`}>{row.file}</td>
              <td className={`${table.wide} ${table.dim}`} title={row.source}>
                {row.source || empty}
              </td>
              <td title={row.finding ?? undefined}>
                <StateChips row={row} hasDraft={drafts.has(row.file)} />
              </td>
              <td className={`${table.wide} ${table.dim}`}>{row.changedAt ? <When at={row.changedAt} /> : empty}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  )
}

export function StateChips({ row, hasDraft }: { row: MappingRow; hasDraft: boolean }) {
  const { word, tone, what } = stateWords[row.state]
  const findings = row.errors + row.warnings
  return (
    <span className={classes.chips}>
      <Chip tone={tone} word={word} title={row.finding ?? what} />
      {row.state === 'used' && findings > 0 && (
        <Chip tone="wait" word={plural(findings, findingForms)} title={row.finding ?? ''} />
      )}
      {hasDraft && <Chip tone={draftWords.tone} word={draftWords.word} title="Правка ждёт в этом браузере" />}
    </span>
  )
}
