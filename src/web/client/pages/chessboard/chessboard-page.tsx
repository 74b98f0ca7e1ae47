import { useLocalStorage } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Navigate } from '@tanstack/react-router'
import { projectsQuery } from '../../api/queries.ts'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import classes from './chessboard-page.module.css'
import { HouseTabs } from './house-tabs.tsx'
import { HouseView } from './house-view.tsx'
import { LoadingBoard } from './loading-board.tsx'

const route = getRouteApi('/frame/chessboard/{-$buildingRef}')

/** Houses as tabs and the chosen house below; without one in the address the house looked at last. */
export function ChessboardPage() {
  const { buildingRef } = route.useParams()
  const navigate = route.useNavigate()
  const { data: projects, error, refetch, isFetching } = useQuery(projectsQuery)
  const [last, setLast] = useLocalStorage<string | null>({
    key: 'last-house',
    defaultValue: null,
    getInitialValueInEffect: false,
  })

  if (error && !projects) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!projects) return <LoadingBoard />
  const houses = projects.flatMap(({ buildings }) => buildings)
  const fallback = houses.find(({ ref }) => ref === last) ?? houses[0]
  if (!fallback) {
    return (
      <EmptyNote title="Домов пока нет.">
        Они появятся, когда хаб прочитает базу 1С: ход чтения виден на рабочем столе.
      </EmptyNote>
    )
  }
  if (!buildingRef) {
    return <Navigate to="/chessboard/{-$buildingRef}" params={{ buildingRef: fallback.ref }} search={true} replace />
  }
  return (
    <div className={classes.page}>
      <HouseTabs
        projects={projects}
        current={buildingRef}
        onPick={(ref) =>
          navigate({ params: { buildingRef: ref }, search: (search) => ({ ...search, unit: undefined }) })
        }
      />
      <HouseView key={buildingRef} buildingRef={buildingRef} onShown={setLast} />
    </div>
  )
}
