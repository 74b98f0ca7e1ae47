import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import type { ReplayMapping } from '../../../../model/replay.ts'
import { Caught, ReplayPage, ReplayStarted, Replays } from '../../../api/mappings/replay-contract.ts'
import { ask } from '../../api/ask.ts'
import type { FilterWords } from './filter-words.ts'

const at = encodeURIComponent

/** How often the page asks how far a look through a large table has come. */
const lookingMs = 400

/** How often the page asks while a replay runs: one begun by the command line tells no window of its progress. */
const runningMs = 1500

export const caughtQuery = (filter: FilterWords, page: number) =>
  queryOptions({
    queryKey: ['replay-caught', filter, page],
    queryFn: ({ signal }) => {
      const params = new URLSearchParams({ page: String(page) })
      for (const [name, value] of Object.entries(filter)) if (value) params.set(name, value)
      return ask(`/api/replays/caught?${params}`, Caught, { signal })
    },
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? lookingMs : false),
  })

/** Whether the hub still looks through the table. */
export const isUnderWay = ({ seen, of }: Pick<Caught, 'seen' | 'of'>) => seen < of

export const replaysQuery = queryOptions({
  queryKey: ['replays'],
  queryFn: ({ signal }) => ask('/api/replays', Replays, { signal }),
  refetchInterval: ({ state }) => (state.data?.some((replay) => replay.state === 'running') ? runningMs : false),
})

export const replayQuery = (id: string, state: string | undefined, page: number) =>
  queryOptions({
    queryKey: ['replay', id, state, page],
    queryFn: ({ signal }) =>
      ask(`/api/replays/${at(id)}?page=${page}${state ? `&state=${at(state)}` : ''}`, ReplayPage, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: asked }) => (asked.data?.replay.state === 'running' ? runningMs : false),
  })

export const startReplay = (wish: { filter: FilterWords; mapping: ReplayMapping; dry: boolean }) =>
  ask('/api/replays', ReplayStarted, { post: { ...wish, filter: defined(wish.filter) } })

/** Empty words are no words of a filter. */
const defined = (filter: FilterWords) => Object.fromEntries(Object.entries(filter).filter(([, value]) => value))
