import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { verifyQuery } from '../../api/queries.ts'
import { seesVerify } from '../../frame/rail-items.ts'
import { useMe } from '../../frame/use-me.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StaleNote } from '../../parts/stale-note.tsx'
import { FiguresTable } from './figures-table.tsx'
import { GapsTable } from './gaps-table.tsx'
import { VerdictPanel } from './verdict-panel.tsx'
import { VerifyCalendar } from './verify-calendar.tsx'
import classes from './verify-page.module.css'

const route = getRouteApi('/frame/verify')

/** The certificate that nothing was lost between 1C and the hub: today's, or that of the day chosen in the calendar. */
export function VerifyPage() {
  const me = useMe()
  const { run } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch, isFetching, dataUpdatedAt } = useQuery({
    ...verifyQuery(run),
    enabled: seesVerify(me.role),
  })
  if (!seesVerify(me.role)) {
    return (
      <EmptyNote title="Сверка открыта администратору и руководителю.">
        Если она нужна вам по работе, попросите администратора сменить роль.
      </EmptyNote>
    )
  }
  if (error && !data) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!data) return <LoadingRows what="свидетельство сверки" rows={10} />
  const { certificate } = data
  return (
    <>
      <StaleNote error={error} readAt={dataUpdatedAt} onRetry={refetch} busy={isFetching} />
      <div className={classes.page}>
        <VerdictPanel page={data} />
        <div className={classes.lists}>
          {certificate && certificate.gaps.length > 0 && (
            <GapsTable
              gaps={certificate.gaps}
              found={certificate.gapCount + certificate.healedCount}
              isRunning={data.running !== null}
            />
          )}
          {certificate && certificate.figures.length > 0 && <FiguresTable figures={certificate.figures} />}
          {certificate && certificate.figures.length === 0 && (
            <Panel title="Что сверено">
              <p className={classes.nothing}>Ни одна таблица не сверена: до сравнения дело не дошло.</p>
            </Panel>
          )}
        </div>
        <aside className={classes.side}>
          <VerifyCalendar
            days={data.days}
            today={data.today}
            shown={certificate}
            onChoose={(chosen) => navigate({ search: { run: chosen } })}
          />
        </aside>
      </div>
    </>
  )
}
