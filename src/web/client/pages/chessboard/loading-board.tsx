import { Skeleton } from '@mantine/core'
import { LoadingWords } from '../../parts/loading-words.tsx'

/** Heights of the grey sections, in storeys: a house is recognised by its silhouette. */
const silhouette = [9, 6, 8]

export function LoadingBoard() {
  return (
    <div style={{ padding: 16 }}>
      <LoadingWords what="шахматку" />
      <div style={{ display: 'flex', alignItems: 'flex-end', gap: 16, marginTop: 12, overflow: 'hidden' }}>
        {silhouette.map((storeys) => (
          <Skeleton key={storeys} height={storeys * 54} width={342} style={{ flex: 'none' }} />
        ))}
      </div>
    </div>
  )
}
