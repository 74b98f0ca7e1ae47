import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useMe } from '../../frame/use-me.ts'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { tabs } from './below-pane.tsx'
import { Bench } from './bench.tsx'
import { mappingFileQuery } from './mapping-queries.ts'
import { NotForYou } from './mappings-page.tsx'

const route = getRouteApi('/frame/mappings/$entity')

/** One mapping on the bench: 1C at the left, our model at the right, the text between them, real records below. */
export function BenchPage() {
  const me = useMe()
  const { entity } = route.useParams()
  const { tab } = route.useSearch()
  const navigate = route.useNavigate()
  const { data, error, refetch, isFetching } = useQuery({ ...mappingFileQuery(entity), enabled: me.role === 'admin' })
  if (me.role !== 'admin') return <NotForYou />
  if (error && !data) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!data) return <LoadingRows what="соответствие" rows={12} />
  return (
    <Bench
      key={data.file}
      file={data}
      tab={tabs.find((one) => one === tab) ?? 'records'}
      onTab={(next) => void navigate({ search: { tab: next === 'records' ? undefined : next }, replace: true })}
    />
  )
}
