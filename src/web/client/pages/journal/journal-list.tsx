import { Button } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { JournalFilter } from '../../api/queries.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { StaleNote } from '../../parts/stale-note.tsx'
import { JournalLine } from './journal-line.tsx'
import classes from './journal-list.module.css'
import { useJournal } from './use-journal.ts'

interface JournalListProps {
  filter: JournalFilter
  opened: string | undefined
  onOpen: (traceId: string) => void
  onReset: () => void
}

const rowHeight = 40

/** Newest first. While a person points at the list or has scrolled it, news only announce themselves above it. */
export function JournalList({ filter, opened, onOpen, onReset }: JournalListProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [isPointed, setPointed] = useState(false)
  const [isScrolled, setScrolled] = useState(false)
  const { list, rows, hasNews } = useJournal(filter, !isPointed && !isScrolled)
  const { refetch, isFetching } = list
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  })

  const showNews = () => {
    scroller.current?.scrollTo({ top: 0 })
    void refetch()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const current = document.activeElement?.getAttribute('data-index')
    if (!step || current === null || current === undefined) return
    event.preventDefault()
    const next = Math.min(rows.length - 1, Math.max(0, Number(current) + step))
    virtual.scrollToIndex(next)
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus())
  }

  if (list.error && !list.data) return <FailureNote error={list.error} onRetry={refetch} busy={isFetching} />
  if (!list.data) return <LoadingRows what="журнал" rows={12} />
  if (rows.length === 0) {
    const isFiltered = filter.topic || filter.level || filter.q
    return isFiltered ? (
      <EmptyNote title="По этому отбору записей нет.">
        <Button variant="default" mt={8} onClick={onReset}>
          Сбросить отбор
        </Button>
      </EmptyNote>
    ) : (
      <EmptyNote title="В журнале пока пусто.">Записи появятся с первым обменом с 1С или первым звонком.</EmptyNote>
    )
  }
  return (
    <>
      <StaleNote error={list.error} readAt={list.dataUpdatedAt} onRetry={refetch} busy={isFetching} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the buttons inside */}
      <div
        ref={scroller}
        className={classes.scroller}
        onPointerEnter={() => setPointed(true)}
        onPointerLeave={() => setPointed(false)}
        onScroll={(event) => setScrolled(event.currentTarget.scrollTop > rowHeight)}
        onKeyDown={onKeyDown}
      >
        {hasNews && (
          <div className={classes.news}>
            <Button size="compact-sm" onClick={showNews} loading={isFetching}>
              Есть новые записи, показать
            </Button>
          </div>
        )}
        <ul
          className={classes.rows}
          style={{ height: virtual.getTotalSize() }}
          aria-label="Записи журнала, новые сверху"
        >
          {virtual.getVirtualItems().map(({ index, start }) => {
            const row = rows[index]
            return (
              row && (
                <JournalLine
                  key={row.traceId}
                  row={row}
                  index={index}
                  top={start}
                  isOpened={row.traceId === opened}
                  onOpen={onOpen}
                />
              )
            )
          })}
        </ul>
        <footer className={classes.end}>
          {list.hasNextPage ? (
            <Button variant="default" loading={list.isFetchingNextPage} onClick={() => list.fetchNextPage()}>
              Показать более ранние
            </Button>
          ) : (
            'Это самые ранние записи.'
          )}
        </footer>
      </div>
    </>
  )
}
