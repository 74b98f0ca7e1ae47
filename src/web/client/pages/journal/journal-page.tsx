import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { seesJournal } from '../../frame/rail-items.ts'
import { useMe } from '../../frame/use-me.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { JournalFilterBar } from './journal-filter-bar.tsx'
import { JournalList } from './journal-list.tsx'
import classes from './journal-page.module.css'
import { TracePanel } from './trace-panel.tsx'

const route = getRouteApi('/frame/journal')

/** Everything that passed through the hub, one row per thing; a row opens its whole way step by step. */
export function JournalPage() {
  const me = useMe()
  const { topic, level, q, trace } = route.useSearch()
  const navigate = route.useNavigate()
  const filter = useMemo(() => ({ topic, level, q }), [topic, level, q])
  if (!seesJournal(me.role)) {
    return (
      <EmptyNote title="Журнал открыт администратору и руководителю.">
        Если он нужен вам по работе, попросите администратора сменить роль.
      </EmptyNote>
    )
  }
  return (
    <div className={classes.page}>
      <JournalFilterBar
        filter={filter}
        onChange={(change) => navigate({ search: (search) => ({ ...search, ...change }), replace: true })}
      />
      <JournalList
        filter={filter}
        opened={trace}
        onOpen={(traceId) =>
          navigate({ search: (search) => ({ ...search, trace: traceId }), replace: trace !== undefined })
        }
        onReset={() => navigate({ search: (search) => ({ trace: search.trace }), replace: true })}
      />
      {trace && (
        <TracePanel
          key={trace}
          traceId={trace}
          onClose={() => navigate({ search: (search) => ({ ...search, trace: undefined }) })}
        />
      )}
    </div>
  )
}
