import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { readPreview, readSamples } from './mapping-queries.ts'

/** Shorter than a pause between words, longer than one between letters. */
const typingMs = 130

/** Another source means a question to 1C: it is asked once the text has come to rest. */
const sourceMs = 1200

/**
 * An edited text tried on real records. Records come from 1C once and stay with the server; each pause in typing asks the
 * server what the text makes of them, and a question that is out of date is given up.
 */
export function useTrial(file: string, text: string) {
  const [window, setWindow] = useState({ skip: 0, find: '' })
  const [source, setSource] = useState<string | null>(null)
  const [settledText] = useDebouncedValue(text, typingMs)
  const [settledSource] = useDebouncedValue(source, sourceMs)
  // The first source is no change of it.
  const asked = settledSource ?? source

  const samples = useQuery({
    queryKey: ['mapping-samples', file, asked, window.skip, window.find],
    queryFn: ({ signal }) => readSamples({ file, text: settledText, ...window }, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    enabled: asked !== null,
  })
  const sample = samples.data?.id ?? null
  const preview = useQuery({
    queryKey: ['mapping-preview', file, settledText, sample],
    queryFn: ({ signal }) => readPreview({ file, text: settledText, sample }, signal),
    placeholderData: keepPreviousData,
    staleTime: Number.POSITIVE_INFINITY,
    // Every pause in typing makes one; none is worth keeping for long.
    gcTime: 10_000,
  })

  const told = preview.data?.source
  useEffect(() => {
    // A text that cannot be used keeps the records of the last one that could; without any, those of the mapping in use.
    if (told !== undefined) setSource((last) => told ?? last ?? '')
  }, [told])

  const { refetch } = samples
  const isGone = preview.data?.gone === true && !preview.isPlaceholderData
  useEffect(() => {
    if (isGone) void refetch()
  }, [isGone, refetch])

  return {
    preview,
    samples,
    window,
    isBehind: settledText !== text || preview.isPlaceholderData,
    further: () => setWindow(({ skip, find }) => ({ skip: skip + (samples.data?.records.length ?? 0), find })),
    first: () => setWindow(({ find }) => ({ skip: 0, find })),
    find: (find: string) => setWindow({ skip: 0, find }),
  }
}

export type Trial = ReturnType<typeof useTrial>
