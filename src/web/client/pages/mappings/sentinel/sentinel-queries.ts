import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import { SentinelPage } from '../../../../api/mappings/sentinel-contract.ts'
import { ask } from '../../../api/ask.ts'

const Done = z.object({ message: z.string().optional() })

export const sentinelQuery = queryOptions({
  queryKey: ['mappings', 'sentinel'],
  queryFn: ({ signal }) => ask('/api/mappings/sentinel', SentinelPage, { signal }),
})

export const lookNow = () => ask('/api/mappings/sentinel/look', Done, { post: {} })

/** Takes note of the changes with these keys; of all without them. */
export const acknowledge = (keys: string[] | null) =>
  ask('/api/mappings/sentinel/acknowledge', Done, { post: { keys } })
