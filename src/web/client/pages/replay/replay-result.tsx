import { Button, NativeSelect, Progress } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { pageSize, type Replay, type ReplayItem } from '../../../api/mappings/replay-contract.ts'
import { ask } from '../../api/ask.ts'
import { formatNumber } from '../../format/number.ts'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { EmptyNote } from '../../parts/empty-note.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { Panel } from '../../parts/panel.tsx'
import { TraceLink } from '../../parts/trace-link.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { When } from '../../parts/when.tsx'
import { Pages } from './pages.tsx'
import classes from './replay-page.module.css'
import { replayQuery } from './replay-queries.ts'

interface ReplayResultProps {
  id: string
  state: string | undefined
  page: number
  onState: (state: string | undefined) => void
  onPage: (page: number) => void
  onClose: () => void
}

/** What became of every item of a replay, and how far it has come. */
export function ReplayResult({ id, state, page, onState, onPage, onClose }: ReplayResultProps) {
  const { data, error, refetch, isFetching } = useQuery(replayQuery(id, state, page))
  if (error && !data) return <FailureNote error={error} onRetry={refetch} busy={isFetching} />
  if (!data) return <LoadingRows what="повтор" rows={8} />
  const { replay, items, total } = data
  return (
    <Panel
      title={replay.dry ? 'Что было бы сделано' : 'Повтор'}
      note={replay.text}
      action={<Actions replay={replay} onClose={onClose} />}
    >
      <Course replay={replay} />
      <div className={classes.choice}>
        <NativeSelect
          aria-label="Какие строки показать"
          value={state ?? ''}
          data={stateChoices(replay)}
          onChange={(event) => onState(event.currentTarget.value || undefined)}
        />
      </div>
      {items.length === 0 ? (
        <EmptyNote title="Таких строк нет." />
      ) : (
        <ul>
          {items.map((item) => (
            <ItemRow key={item.id} item={item} isDry={replay.dry} />
          ))}
        </ul>
      )}
      <Pages page={page} size={pageSize} total={total} onPage={onPage} />
    </Panel>
  )
}

function stateChoices({ counts, dry }: Replay) {
  const { waiting, held, done, failed, skipped } = counts
  const of = (label: string, n: number) => `${label}: ${formatNumber(n)}`
  return [
    { value: '', label: of('Все', waiting + held + done + failed + skipped) },
    ...(held > 0 ? [{ value: 'held', label: of('Ждёт 1С', held) }] : []),
    { value: 'failed', label: of(dry ? 'Не получится' : 'Не получилось', failed) },
    { value: 'done', label: of(dry ? 'Будет сделано' : 'Сделано', done) },
    { value: 'skipped', label: of('Повторять не нужно', skipped) },
    { value: 'waiting', label: of('Ещё не дошло', waiting) },
  ]
}

/** The course of a replay in one line. */
function Course({ replay }: { replay: Replay }) {
  const { counts, state, dry, waiting, mapping, author, at, beyond, traceId } = replay
  const total = counts.waiting + counts.held + counts.done + counts.failed + counts.skipped
  const passed = total - counts.waiting
  return (
    <div className={classes.course} role="status">
      {state === 'running' && (
        <Progress value={total === 0 ? 100 : (passed / total) * 100} size="sm" aria-label="Ход повтора" />
      )}
      <p>
        {state === 'running' && `Пройдено ${formatNumber(passed)} из ${formatNumber(total)}. `}
        {state === 'stopped' && `Остановлено, осталось ${formatNumber(counts.waiting)}. `}
        {state === 'done' && (dry ? 'Проверено: ничего не записано. ' : 'Закончено. ')}
        {counts.held > 0 &&
          `Отложено ${formatNumber(counts.held)}: 1С раз за разом просила подождать, остальное её не ждёт. `}
        {mapping === 'then' ? 'По соответствиям, которые работали тогда. ' : ''}
        {waiting && `Ждём: ${waiting}`}
      </p>
      {beyond > 0 && (
        <p>Ещё {formatNumber(beyond)} в этот повтор не вошло: повторите с тем же отбором, когда он закончится.</p>
      )}
      <p className={classes.about}>
        <span>
          <When at={at} />, {author === 'cli' ? 'из командной строки' : author}
        </span>
        {!dry && <TraceLink traceId={traceId} label="Как прошёл повтор: записи журнала" />}
      </p>
    </div>
  )
}

const Told = z.object({ message: z.string() })

function Actions({ replay, onClose }: { replay: Replay; onClose: () => void }) {
  const path = `/api/replays/${encodeURIComponent(replay.id)}`
  const stop = useCommand({
    run: () => ask(`${path}/stop`, Told, { post: {} }),
    done: '',
    failed: 'Остановить не получилось',
  })
  const resume = useCommand({
    run: () => ask(`${path}/resume`, Told, { post: {} }),
    done: '',
    failed: 'Продолжить не получилось',
  })
  return (
    <div className={classes.acts}>
      {replay.state === 'running' && (
        <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
          Остановить
        </Button>
      )}
      {replay.state === 'stopped' && (
        <Button variant="light" loading={resume.isPending} onClick={() => resume.mutate()}>
          Продолжить
        </Button>
      )}
      {replay.state === 'done' && replay.counts.held > 0 && (
        <Button variant="light" loading={resume.isPending} onClick={() => resume.mutate()}>
          Повторить отложенные
        </Button>
      )}
      <Button variant="default" onClick={onClose}>
        К отбору
      </Button>
    </div>
  )
}

const words: Record<ReplayItem['state'], { tone: Tone; real: string; dry: string }> = {
  waiting: { tone: 'wait', real: 'Ещё не дошло', dry: 'Ещё не дошло' },
  held: { tone: 'wait', real: 'Ждёт 1С', dry: 'Ждёт 1С' },
  done: { tone: 'good', real: 'Сделано', dry: 'Будет сделано' },
  failed: { tone: 'bad', real: 'Не получилось', dry: 'Не получится' },
  skipped: { tone: 'idle', real: 'Не нужно', dry: 'Не нужно' },
}

function ItemRow({ item, isDry }: { item: ReplayItem; isDry: boolean }) {
  const { title, since, state, text, detail } = item
  // A reason on what still waits is 1C's: it put the thing off in this round.
  const { tone, real, dry } = words[state === 'waiting' && text !== null ? 'held' : state]
  return (
    <li className={classes.item}>
      <div className={classes.head}>
        <Chip tone={tone} word={isDry ? dry : real} />
        <span className={classes.what}>{title}</span>
        <span className={classes.when}>
          <When at={since} />
        </span>
      </div>
      {text && <p className={classes.text}>{text}</p>}
      {detail && detail.lines.length > 0 && (
        <details className={classes.detail}>
          <summary>Что именно: {detail.where}</summary>
          <dl>
            {detail.lines.map(({ name, before, after }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  {before !== null && before !== after && <del>{before}</del>} {after ?? '—'}
                </dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </li>
  )
}
