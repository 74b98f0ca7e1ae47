import { useQuery } from '@tanstack/react-query'
import type { Trace } from '../../../api/contract.ts'
import { traceQuery } from '../../api/queries.ts'
import { formatOffset } from '../../format/duration.ts'
import { formatInstant, formatTimeExact } from '../../format/time.ts'
import { AdminDetails } from '../../parts/admin-details.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { SidePanel } from '../../parts/side-panel.tsx'
import { topicWords } from './journal-words.ts'
import { LevelMark } from './level-mark.tsx'
import classes from './trace-panel.module.css'

/** The whole way of one thing through the hub, oldest step first. */
export function TracePanel({ traceId, onClose }: { traceId: string; onClose: () => void }) {
  const { data, error, refetch, isFetching } = useQuery(traceQuery(traceId))
  return (
    <SidePanel title={data?.title ?? 'Ход по шагам'} label="Ход по шагам" onClose={onClose}>
      {error && !data && <FailureNote error={error} onRetry={refetch} busy={isFetching} />}
      {!error && !data && <LoadingRows what="шаги" rows={6} />}
      {data && <Steps trace={data} />}
    </SidePanel>
  )
}

function Steps({ trace }: { trace: Trace }) {
  const first = trace.steps[0]
  return (
    <>
      <p className={classes.about}>
        {topicWords[trace.topic]}
        {first && `, началось ${formatInstant(first.at)}`}
      </p>
      <ol className={classes.steps}>
        {trace.steps.map((step) => (
          <li key={step.id} className={classes.step} data-level={step.level}>
            <LevelMark level={step.level} />
            <div className={classes.body}>
              <p className={classes.when}>
                <time dateTime={step.at} title={formatInstant(step.at)}>
                  {formatTimeExact(step.at)}
                </time>
                <span>{formatOffset(step.afterMs)}</span>
              </p>
              <p>{step.text}</p>
              {Object.keys(step.facts).length > 0 && (
                <AdminDetails text={JSON.stringify({ step: step.step, ...step.facts }, null, 2)} />
              )}
            </div>
          </li>
        ))}
      </ol>
      <p className={classes.number}>
        Номер для администратора: <code>{trace.traceId}</code>
      </p>
    </>
  )
}
