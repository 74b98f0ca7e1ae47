import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { roles } from '../../../model/role.ts'
import {
  Chessboard,
  Desktop,
  JournalPage,
  Link,
  Me,
  ProjectRow,
  type Topic,
  Trace,
  UnitCard,
  VerifyPage,
} from '../../api/contract.ts'
import { ask } from './ask.ts'

const DemoLogins = z.object({
  logins: z
    .array(z.object({ login: z.string(), name: z.string(), role: z.enum(roles), roleTitle: z.string() }))
    .nullable(),
})

const at = encodeURIComponent

export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: ({ signal }) => ask('/api/me', Me, { signal }),
  staleTime: 5 * 60_000,
})

export const demoQuery = queryOptions({
  queryKey: ['demo'],
  queryFn: ({ signal }) => ask('/api/demo', DemoLogins, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const linkQuery = queryOptions({
  queryKey: ['link'],
  queryFn: ({ signal }) => ask('/api/link', Link, { signal }),
})

export const desktopQuery = queryOptions({
  queryKey: ['desktop'],
  queryFn: ({ signal }) => ask('/api/desktop', Desktop, { signal }),
  // What only time changes, as a call that nobody reported the end of, is told by no event.
  refetchInterval: 60_000,
})

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) => ask('/api/projects', z.array(ProjectRow), { signal }),
})

export const chessboardQuery = (buildingRef: string) =>
  queryOptions({
    queryKey: ['chessboard', buildingRef],
    queryFn: ({ signal }) => ask(`/api/chessboard/${at(buildingRef)}`, Chessboard, { signal }),
  })

export const unitQuery = (ref: string) =>
  queryOptions({
    queryKey: ['unit', ref],
    queryFn: ({ signal }) => ask(`/api/units/${at(ref)}`, UnitCard, { signal }),
  })

/** What `/api/journal` can be narrowed by; an absent part means everything. */
export interface JournalFilter {
  topic?: string | undefined
  level?: string | undefined
  q?: string | undefined
}

export const journalQuery = (filter: JournalFilter) =>
  infiniteQueryOptions({
    queryKey: ['journal', filter],
    queryFn: ({ pageParam, signal }) => ask(journalPath(filter, 60, pageParam), JournalPage, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

/** The newest row alone: tells whether the list below it is out of date without moving it. */
export const journalHeadQuery = (filter: JournalFilter) =>
  queryOptions({
    queryKey: ['journal-head', filter],
    queryFn: ({ signal }) => ask(journalPath(filter, 1, null), JournalPage, { signal }),
  })

export const traceQuery = (traceId: string) =>
  queryOptions({
    queryKey: ['trace', traceId],
    queryFn: ({ signal }) => ask(`/api/journal/${at(traceId)}`, Trace, { signal }),
  })

/** How often the page asks while a comparison runs: one begun by the command line tells no window of its progress. */
const runningMs = 2000

/** The certificate of a comparison; without its number the newest. */
export const verifyQuery = (run: string | undefined) =>
  queryOptions({
    queryKey: ['verify', run],
    queryFn: ({ signal }) => ask(`/api/verify${run ? `?run=${at(run)}` : ''}`, VerifyPage, { signal }),
    refetchInterval: ({ state }) => (state.data?.running ? runningMs : false),
  })

function journalPath({ topic, level, q }: JournalFilter, limit: number, before: string | null): string {
  const params = new URLSearchParams({ limit: String(limit) })
  for (const [name, value] of Object.entries({ topic, level, q, before })) {
    if (value) params.set(name, value)
  }
  return `/api/journal?${params}`
}

/**
 * Which questions a live event makes stale, by the first part of their key. The journal's list is not here on purpose:
 * rows that arrive would push the one under the pointer, so its page decides when to ask again.
 */
export const topicsOfQuery: Record<string, readonly Topic[]> = {
  link: ['link'],
  desktop: ['calls', 'debts', 'feed', 'attention', 'verify'],
  projects: ['units'],
  chessboard: ['units'],
  unit: ['units', 'feed'],
  'journal-head': ['journal'],
  trace: ['journal'],
  verify: ['verify'],
  replays: ['replay'],
  replay: ['replay'],
  mappings: ['mappings'],
  // What is in use is one half of it.
  'mapping-preview': ['mappings'],
  'mapping-effect': ['mappings'],
  'mapping-versions': ['mappings'],
  'mapping-version': ['mappings'],
}
