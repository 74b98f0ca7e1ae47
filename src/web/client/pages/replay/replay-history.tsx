import { useQuery } from '@tanstack/react-query'
import type { Replay } from '../../../api/mappings/replay-contract.ts'
import { formatNumber } from '../../format/number.ts'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Panel } from '../../parts/panel.tsx'
import { When } from '../../parts/when.tsx'
import classes from './replay-page.module.css'
import { replaysQuery } from './replay-queries.ts'

/** Replays there have been, newest first; each opens its results. */
export function ReplayHistory({ opened, onOpen }: { opened: string | undefined; onOpen: (id: string) => void }) {
  const { data, error, refetch, isFetching } = useQuery(replaysQuery)
  return (
    <Panel title="Повторы">
      {error && !data ? (
        <FailureNote error={error} onRetry={refetch} busy={isFetching} />
      ) : !data ? (
        <LoadingRows what="повторы" rows={5} />
      ) : data.length === 0 ? (
        <EmptyNote title="Повторов ещё не было." />
      ) : (
        <ul>
          {data.map((replay) => (
            <li key={replay.id}>
              <button
                type="button"
                className={classes.past}
                data-opened={replay.id === opened}
                onClick={() => onOpen(replay.id)}
              >
                <span className={classes.head}>
                  <Chip {...stateOf(replay)} />
                  <span className={classes.when}>
                    <When at={replay.at} />
                  </span>
                </span>
                <span className={classes.text}>{replay.text}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function stateOf({ state, dry, counts, waiting }: Replay): { tone: Tone; word: string } {
  const { failed, done, skipped, held } = counts
  const passed = formatNumber(failed + done + skipped)
  if (state === 'running') return { tone: 'wait', word: waiting ? 'Ждёт 1С' : `Идёт: ${passed}` }
  if (state === 'stopped') return { tone: 'idle', word: `Остановлен: ${passed}` }
  if (held > 0) return { tone: 'wait', word: `Ждёт 1С: ${formatNumber(held)}` }
  if (dry) return { tone: 'idle', word: `Проверено: ${passed}` }
  if (failed > 0) return { tone: 'bad', word: `Не получилось: ${formatNumber(failed)}` }
  return { tone: 'good', word: `Сделано: ${formatNumber(done)}` }
}
