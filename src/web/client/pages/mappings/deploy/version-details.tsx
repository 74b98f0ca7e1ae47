import { useQuery } from '@tanstack/react-query'
import { FailureNote } from '../../../parts/failure-note.tsx'
import { LoadingRows } from '../../../parts/loading-rows.tsx'
import { versionQuery } from './deploy-queries.ts'
import { FileDiffView } from './file-diff-view.tsx'
import { RollbackForm } from './rollback-form.tsx'
import classes from './version-details.module.css'

/** The way back to a version, what its author was shown before, and what it changed. */
export function VersionDetails({ id, onDeployed }: { id: number; onDeployed: () => void }) {
  const { data, error, refetch, isFetching } = useQuery(versionQuery(id))
  if (error && !data) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!data) return <LoadingRows what="версию" rows={3} />
  const { effect, diffs } = data
  return (
    <div className={classes.details}>
      <RollbackForm version={data} onDeployed={onDeployed} />
      {effect !== null && (
        <div>
          <h3 className={classes.title}>Что показала проверка перед включением</h3>
          <ul className={classes.effect}>
            {(effect.length > 0 ? effect : ['Ничего не изменится.']).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      {diffs.map((diff) => (
        <FileDiffView key={diff.file} diff={diff} isFolded={diffs.length > 3} />
      ))}
    </div>
  )
}
