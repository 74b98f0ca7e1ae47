import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import {
  Deployed,
  Effect,
  EffectStarted,
  Rewriting,
  Version,
  Versions,
} from '../../../../api/mappings/deploy-contract.ts'
import { ask } from '../../../api/ask.ts'

const at = encodeURIComponent

/** Texts by file name, as the editor holds them. */
export type EditedFiles = Readonly<Record<string, string | null>>

/** How often the page asks while a trial runs; live events tell it too, but a missed one must not leave it standing. */
const runningMs = 1500

export const effectQuery = (id: string | null) =>
  queryOptions({
    queryKey: ['mapping-effect', id],
    queryFn: ({ signal }) => ask(`/api/mappings/effects/${at(id ?? '')}`, Effect, { signal }),
    enabled: id !== null,
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? runningMs : false),
  })

export const versionsQuery = infiniteQueryOptions({
  queryKey: ['mapping-versions'],
  queryFn: ({ pageParam, signal }) =>
    ask(`/api/mappings/versions${pageParam === null ? '' : `?before=${pageParam}`}`, Versions, { signal }),
  initialPageParam: null as number | null,
  getNextPageParam: (page) => page.next,
})

export const versionQuery = (id: number) =>
  queryOptions({
    queryKey: ['mapping-version', id],
    queryFn: ({ signal }) => ask(`/api/mappings/versions/${id}`, Version, { signal }),
  })

const Message = z.object({ message: z.string() })

export const startEffect = (files: EditedFiles) => ask('/api/mappings/effects', EffectStarted, { post: { files } })

export const stopEffect = (id: string) => ask(`/api/mappings/effects/${at(id)}/stop`, Message, { post: {} })

export const deploy = (wish: { effectId: string; files: EditedFiles; comment: string }) =>
  ask('/api/mappings/deploy', Deployed, { post: wish })

export const rollBack = ({ id, comment }: { id: number; comment: string }) =>
  ask(`/api/mappings/versions/${id}/rollback`, Deployed, { post: { comment } })

export const rewrite = (writes: number[]) => ask('/api/mappings/rewrite', Rewriting, { post: { writes } })
