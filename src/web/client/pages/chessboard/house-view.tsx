import { useLocalStorage, useMediaQuery } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useEffect, useMemo } from 'react'
import { unitKinds } from '../../../../model/unit.ts'
import { chessboardQuery } from '../../api/queries.ts'
import { formatInstant } from '../../format/time.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { StaleNote } from '../../parts/stale-note.tsx'
import { Board } from './board.tsx'
import { matches, readFilter } from './board-filter.ts'
import { BoardFooter } from './board-footer.tsx'
import { mapBoard } from './board-map.ts'
import { type BoardSearch, toggleInList } from './board-search.ts'
import classes from './chessboard-page.module.css'
import { type Density, isDensity } from './density.ts'
import { FilterBar } from './filter-bar.tsx'
import { LoadingBoard } from './loading-board.tsx'
import { UnitPanel } from './unit-panel.tsx'

const route = getRouteApi('/frame/chessboard/{-$buildingRef}')

interface HouseViewProps {
  buildingRef: string
  onShown: (buildingRef: string) => void
}

/** One house: filter above, board, status bar below, and the card of the unit in the address bar. */
export function HouseView({ buildingRef, onShown }: HouseViewProps) {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { data: board, error, refetch, isFetching, dataUpdatedAt } = useQuery(chessboardQuery(buildingRef))
  const [density, setDensity] = useDensity()
  const change = useCallback(
    (part: BoardSearch) => navigate({ search: (before) => ({ ...before, ...part }), replace: true }),
    [navigate],
  )
  const open = useCallback((unit: string) => navigate({ search: (before) => ({ ...before, unit }) }), [navigate])

  const map = useMemo(() => board && mapBoard(board), [board])
  const filter = useMemo(() => readFilter(search), [search])
  const shownFilter = useDeferredValue(filter)
  const matched = useMemo(() => {
    if (!map || !shownFilter) return null
    return new Set([...map.places.values()].flatMap(({ cell }) => (matches(cell, shownFilter) ? cell.ref : [])))
  }, [map, shownFilter])
  const kinds = useMemo(() => {
    const present = new Set(map && [...map.places.values()].map(({ cell }) => cell.kind))
    return unitKinds.filter((kind) => present.has(kind))
  }, [map])

  useEffect(() => {
    if (!board) return
    document.title = `${board.building.name} — Шахматка`
    onShown(buildingRef)
  }, [board, buildingRef, onShown])

  if (error && !board) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!board || !map) return <LoadingBoard />
  const { name, project, address } = board.building
  return (
    <>
      <StaleNote error={error} readAt={dataUpdatedAt} onRetry={refetch} busy={isFetching} />
      <FilterBar
        search={search}
        kinds={kinds}
        total={map.places.size}
        matched={matched?.size ?? null}
        onChange={change}
      />
      <p className={classes.printHead}>
        <strong>
          {project}, {name}
        </strong>
        {address && `, ${address}`} · на {formatInstant(board.asOf)}
      </p>
      {map.places.size === 0 ? (
        <EmptyNote title="В этом доме пока нет помещений.">Они появятся здесь, как только их заведут в 1С.</EmptyNote>
      ) : (
        <Board
          board={board}
          map={map}
          matched={matched}
          selected={search.unit}
          density={density}
          onDensity={setDensity}
          onOpen={open}
        />
      )}
      <BoardFooter
        board={board}
        kept={filter?.statuses ?? new Set()}
        onToggleStatus={(status) => change({ status: toggleInList(search.status, status) })}
        density={density}
        onDensity={setDensity}
      />
      {search.unit && <UnitPanel unitRef={search.unit} onClose={() => change({ unit: undefined })} />}
    </>
  )
}

/** A person's own choice, kept in this browser; on a phone the short cell until they choose. */
function useDensity(): [Density, (density: Density) => void] {
  const isPhone = useMediaQuery('(max-width: 767px)')
  const [saved, save] = useLocalStorage<string | null>({
    key: 'board-density',
    defaultValue: null,
    getInitialValueInEffect: false,
  })
  return [isDensity(saved) ? saved : isPhone ? 'short' : 'full', save]
}
