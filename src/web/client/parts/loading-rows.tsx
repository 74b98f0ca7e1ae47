import { Skeleton } from '@mantine/core'
import { LoadingWords } from './loading-words.tsx'

/** Grey bars where rows of a list or table will stand. */
export function LoadingRows({ what, rows = 4 }: { what: string; rows?: number }) {
  return (
    <div style={{ padding: '8px 16px 12px' }}>
      <LoadingWords what={what} />
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no identity and never move
        <Skeleton key={row} height={14} my={12} width={`${92 - ((row * 17) % 40)}%`} />
      ))}
    </div>
  )
}
