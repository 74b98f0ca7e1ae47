import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { JournalRow } from '../../../api/contract.ts'
import { type JournalFilter, journalHeadQuery, journalQuery } from '../../api/queries.ts'

/**
 * Rows of the journal and whether newer ones exist. They are fetched by themselves only while the list is `calm` (nobody
 * points at it or has scrolled it); otherwise whoever draws the list offers them.
 */
export function useJournal(filter: JournalFilter, isCalm: boolean) {
  const list = useInfiniteQuery(journalQuery(filter))
  const head = useQuery(journalHeadQuery(filter))
  const rows = list.data?.pages.flatMap((page) => page.rows) ?? []
  const [newest, shown] = [head.data?.rows[0], rows[0]]
  const hasNews =
    list.data !== undefined &&
    newest !== undefined &&
    head.dataUpdatedAt > list.dataUpdatedAt &&
    stampOf(newest) !== (shown && stampOf(shown))

  const { refetch, isFetching, isRefetchError } = list
  useEffect(() => {
    // After a failure a person decides when to ask again; an automatic retry here would never end.
    if (hasNews && isCalm && !isFetching && !isRefetchError) void refetch()
  }, [hasNews, isCalm, isFetching, isRefetchError, refetch])

  return { list, rows, hasNews }
}

const stampOf = ({ traceId, lastAt }: JournalRow) => `${traceId} ${lastAt}`
