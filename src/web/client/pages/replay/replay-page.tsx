import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMemo } from 'react'
import { seesReplay } from '../../frame/rail-items.ts'
import { useMe } from '../../frame/use-me.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { CaughtPanel } from './caught-panel.tsx'
import { type FilterWords, kindOf } from './filter-words.ts'
import { ReplayFilterBar } from './replay-filter-bar.tsx'
import { ReplayHistory } from './replay-history.tsx'
import classes from './replay-page.module.css'
import { caughtQuery } from './replay-queries.ts'
import { ReplayResult } from './replay-result.tsx'

const route = getRouteApi('/frame/replay')

/** Doing past things once more: what a filter catches, what would be done with it, and what was done before. */
export function ReplayPage() {
  const me = useMe()
  const { replay, page: pageText, rows, ...words } = route.useSearch()
  const navigate = route.useNavigate()
  const { what, source, state, since, until, reason, text } = words
  const filter: FilterWords = useMemo(
    () => ({ what: kindOf({ what }), source, state, since, until, reason, text }),
    [what, source, state, since, until, reason, text],
  )
  const page = Math.max(0, Number(pageText) || 0)
  const isAllowed = seesReplay(me.role)
  const { data } = useQuery({ ...caughtQuery(filter, replay ? 0 : page), enabled: isAllowed })
  if (!isAllowed) {
    return (
      <EmptyNote title="Повтор открыт администратору.">
        Если он нужен вам по работе, попросите администратора сменить роль.
      </EmptyNote>
    )
  }
  const toPage = (next: number) =>
    navigate({ search: (search) => ({ ...search, page: next ? String(next) : undefined }) })
  const change = (changed: FilterWords) =>
    navigate({
      search: (search) => ({ ...search, ...changed, page: undefined, replay: undefined, rows: undefined }),
      replace: true,
    })
  return (
    <>
      <ReplayFilterBar filter={filter} sources={data?.sources ?? []} onChange={change} />
      <div className={classes.page}>
        <div className={classes.main}>
          {replay ? (
            <ReplayResult
              key={replay}
              id={replay}
              state={rows}
              page={page}
              onState={(chosen) => navigate({ search: (search) => ({ ...search, rows: chosen, page: undefined }) })}
              onPage={toPage}
              onClose={() =>
                navigate({ search: (search) => ({ ...search, replay: undefined, rows: undefined, page: undefined }) })
              }
            />
          ) : (
            <CaughtPanel
              filter={filter}
              page={page}
              onPage={toPage}
              onReason={(chosen) => change({ reason: chosen })}
            />
          )}
        </div>
        <aside className={classes.side}>
          <ReplayHistory
            opened={replay}
            onOpen={(id) =>
              navigate({ search: (search) => ({ ...search, replay: id, rows: undefined, page: undefined }) })
            }
          />
        </aside>
      </div>
    </>
  )
}
