import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Role } from '../../../../model/role.ts'
import type { CallRow } from '../../../api/contract.ts'
import { desktopQuery } from '../../api/queries.ts'
import { seesJournal } from '../../frame/rail-items.ts'
import { useMe } from '../../frame/use-me.ts'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Panel } from '../../parts/panel.tsx'
import { StaleNote } from '../../parts/stale-note.tsx'
import { AttentionList } from './attention-list.tsx'
import { CallPanel } from './call/call-panel.tsx'
import { CallsTable } from './calls-table.tsx'
import { DebtsUnseen } from './check-debts.tsx'
import { DebtsTable } from './debts-table.tsx'
import classes from './desktop-page.module.css'
import { ExchangePanel } from './exchange-panel.tsx'
import { FeedPanel } from './feed-panel.tsx'

const route = getRouteApi('/frame/')

/** What a person has to do now, then what is going on. */
export function DesktopPage() {
  const me = useMe()
  const { call } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch, isFetching, dataUpdatedAt } = useQuery(desktopQuery)
  const waiting = data?.attention.length ?? 0
  // A tab among sixty others tells that something waits.
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}Рабочий стол — Realtor Hub`
  }, [waiting])
  if (error && !data) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!data) return <LoadingDesktop role={me.role} />
  const withTraces = seesJournal(me.role)
  const open = (id: string | undefined) => void navigate({ search: { call: id }, replace: true })
  return (
    <>
      <StaleNote error={error} readAt={dataUpdatedAt} onRetry={refetch} busy={isFetching} />
      <div className={classes.desktop}>
        <AttentionList rows={data.attention} withTraces={withTraces} />
        <div className={classes.side}>
          <ExchangePanel role={me.role} />
          {data.feed && <FeedPanel feed={data.feed} />}
        </div>
        <div className={classes.lists}>
          {data.calls && <CallsTable {...data.calls} withTraces={withTraces} />}
          {data.debts ? (
            <DebtsTable {...data.debts} role={me.role} withTraces={withTraces} />
          ) : (
            <DebtsUnseen role={me.role} />
          )}
        </div>
      </div>
      {data.calls && call && (
        <CallPanel
          call={data.calls.rows.find(({ id }) => id === call)}
          mayNote={data.calls.mayNote}
          onNext={() => open(nextWithout(data.calls?.rows ?? [], call))}
          onClose={() => open(undefined)}
        />
      )}
    </>
  )
}

/** The first call below this one that nobody has written the result of; this one when there is none. */
function nextWithout(rows: readonly CallRow[], id: string): string {
  const at = rows.findIndex((row) => row.id === id)
  return rows.slice(at + 1).find(({ note }) => !note?.text)?.id ?? id
}

function LoadingDesktop({ role }: { role: Role }) {
  return (
    <div className={classes.desktop}>
      <Panel title="Требует внимания">
        <LoadingRows what="рабочий стол" rows={2} />
      </Panel>
      <div className={classes.side}>
        <ExchangePanel role={role} />
      </div>
      <div className={classes.lists}>
        <Panel title="Звонки сегодня">
          <LoadingRows what="звонки" rows={6} />
        </Panel>
      </div>
    </div>
  )
}
