import { queryOptions } from '@tanstack/react-query'
import { z } from 'zod'
import {
  MappingFile,
  MappingRow,
  MetadataObject,
  MetadataTree,
  Model,
  Preview,
  Samples,
} from '../../../api/mappings/mapping-contract.ts'
import { ask } from '../../api/ask.ts'

const at = encodeURIComponent

export const mappingsQuery = queryOptions({
  queryKey: ['mappings'],
  queryFn: ({ signal }) => ask('/api/mappings', z.array(MappingRow), { signal }),
})

export const mappingFileQuery = (key: string) =>
  queryOptions({
    queryKey: ['mappings', key, 'file'],
    queryFn: ({ signal }) => ask(`/api/mappings/${at(key)}/file`, MappingFile, { signal }),
  })

/** The model changes with the program only. */
export const modelQuery = queryOptions({
  queryKey: ['mapping-model'],
  queryFn: ({ signal }) => ask('/api/mappings/model', Model, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

/** A configuration of 1C is changed at night; whoever waits for it reloads the page. */
const metadataAge = 10 * 60_000

export const metadataQuery = queryOptions({
  queryKey: ['onec-metadata'],
  queryFn: ({ signal }) => ask('/api/mappings/metadata', MetadataTree, { signal }),
  staleTime: metadataAge,
})

export const metadataObjectQuery = (set: string, table: string | null = null) =>
  queryOptions({
    queryKey: ['onec-metadata', set, table],
    queryFn: ({ signal }) =>
      ask(`/api/mappings/metadata/${at(set)}${table ? `?table=${at(table)}` : ''}`, MetadataObject, { signal }),
    staleTime: metadataAge,
  })

interface Tried {
  file: string
  text: string
}

export const readSamples = (input: Tried & { skip: number; find: string }, signal: AbortSignal) =>
  ask('/api/mappings/samples', Samples, { post: input, signal })

export const readPreview = (input: Tried & { sample: string | null }, signal: AbortSignal) =>
  ask('/api/mappings/preview', Preview, { post: input, signal })
