import { useQuery } from '@tanstack/react-query'
import type { UnitCard } from '../../../api/contract.ts'
import { unitQuery } from '../../api/queries.ts'
import { kindWords } from '../../format/unit-words.ts'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'
import { UnitFacts } from './unit-facts.tsx'

const titleOf = (unit: UnitCard) => `${kindWords[unit.kind].one} ${unit.number}`

/** The card of one unit over the board. */
export function UnitPanel({ unitRef, onClose }: { unitRef: string; onClose: () => void }) {
  const { data, error, refetch, isFetching } = useQuery(unitQuery(unitRef))
  return (
    <SidePanel title={data ? titleOf(data) : 'Помещение'} label="Карточка помещения" onClose={onClose}>
      {error && !data && <FailureNote error={error} onRetry={refetch} busy={isFetching} />}
      {!error && !data && <LoadingRows what="карточку" rows={8} />}
      {data && <UnitFacts unit={data} />}
    </SidePanel>
  )
}
