import type { QueryClient } from '@tanstack/react-query'
import { forgetDrafts } from '../parts/use-draft.ts'
import { demoQuery } from './queries.ts'

/** Drops everything one person saw, so that nothing of it flashes up for the next; the login page's own list stays. */
export function forgetPerson(client: QueryClient): void {
  forgetDrafts()
  client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== demoQuery.queryKey[0] })
}
