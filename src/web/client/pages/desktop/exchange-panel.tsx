import { Button, Progress } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Role } from '../../../../model/role.ts'
import type { Link } from '../../../api/contract.ts'
import { pullAll } from '../../api/actions.ts'
import { linkQuery } from '../../api/queries.ts'
import { empty } from '../../format/empty.ts'
import { formatNumber } from '../../format/number.ts'
import { formatTimeExact } from '../../format/time.ts'
import { linkWords } from '../../frame/link-words.ts'
import { AdminDetails } from '../../parts/admin-details.tsx'
import { Chip } from '../../parts/chip.tsx'
import { FailureNote } from '../../parts/failure-note.tsx'
import { LoadingRows } from '../../parts/loading-rows.tsx'
import { MiddleCut } from '../../parts/middle-cut.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { When } from '../../parts/when.tsx'
import classes from './exchange-panel.module.css'

/** How the exchange with 1C is doing: a word, a sentence, how fresh the data is and how much of it there is. */
export function ExchangePanel({ role }: { role: Role }) {
  const { data: link, error, refetch, isFetching } = useQuery(linkQuery)
  const pull = useCommand({
    run: pullAll,
    done: 'Хаб перечитывает 1С. Работать можно, ход виден здесь.',
    failed: 'Начать чтение не получилось',
  })
  if (!link) {
    return (
      <Panel title="Обмен с 1С" id="exchange">
        {error ? (
          <FailureNote error={error} onRetry={refetch} busy={isFetching} />
        ) : (
          <LoadingRows what="состояние обмена" rows={6} />
        )}
      </Panel>
    )
  }
  const { word, tone } = linkWords[link.state]
  const ways = new Set(link.ways.map(({ way }) => way))
  const [commonWay] = ways.size === 1 ? ways : []
  const isPulling = link.state === 'pulling'
  return (
    <Panel title="Обмен с 1С" id="exchange" action={<Chip tone={tone} word={word} />}>
      <div className={classes.body}>
        <p>{link.text}</p>
        {link.progress && <PullProgress {...link.progress} />}
        <dl className={classes.facts}>
          <dt>1С отвечала</dt>
          <dd>
            <When at={link.checkedAt} none="ещё не было" />
          </dd>
          <dt>Изменения</dt>
          <dd>
            <When at={link.lastChangeAt} none="ещё не было" />
          </dd>
          <dt>Полное чтение</dt>
          <dd>
            <When at={link.lastPullAt} none="ещё не было" />
          </dd>
          {link.pausedUntil && (
            <>
              <dt>Следующая попытка</dt>
              <dd>{formatTimeExact(link.pausedUntil)}</dd>
            </>
          )}
          {commonWay && (
            <>
              <dt>Как читается 1С</dt>
              <dd>{commonWay}</dd>
            </>
          )}
          {link.infobase && (
            <>
              <dt>1С отвечает</dt>
              <dd title={lastAnswer(link)}>{answerTime(link)}</dd>
              <dt>Сеансы в 1С</dt>
              <dd>{seats(link.sessions)}</dd>
              <dt>База</dt>
              <dd>
                <MiddleCut text={link.infobase.replace(/^https?:\/\//, '')} tail={8} />
              </dd>
            </>
          )}
        </dl>
        {link.counts.length > 0 && (
          <table className={classes.counts}>
            <caption className={classes.caption}>Получено из 1С</caption>
            <tbody>
              {link.counts.map(({ entity, title, count }) => (
                <tr key={entity}>
                  <th scope="row">{title}</th>
                  <td>{formatNumber(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {link.ways.length > 0 && !commonWay && (
          <table className={classes.counts}>
            <caption className={classes.caption}>Как читается 1С</caption>
            <tbody>
              {link.ways.map(({ entity, title, way, why }) => (
                <tr key={entity} title={why}>
                  <th scope="row">{title}</th>
                  <td>{way}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {link.lastError && <AdminDetails text={link.lastError} />}
        {role === 'admin' && (
          <Button
            variant="default"
            fullWidth
            disabled={isPulling}
            loading={pull.isPending}
            onClick={() => pull.mutate()}
          >
            {isPulling ? 'Чтение уже идёт' : 'Перечитать всё из 1С'}
          </Button>
        )}
      </div>
    </Panel>
  )
}

function answerTime({ latencyMs, latencyP95Ms }: Link): string {
  if (latencyP95Ms !== null) return `обычно до\u00a0${formatNumber(latencyP95Ms)}\u00a0мс`
  return latencyMs === null ? empty : `${formatNumber(latencyMs)}\u00a0мс`
}

function lastAnswer({ latencyMs }: Link): string | undefined {
  return latencyMs === null ? undefined : `Последний ответ за ${formatNumber(latencyMs)}\u00a0мс`
}

function seats({ used, limit, queue }: Link['sessions']): string {
  const busy = used === 0 ? `свободны, всего ${limit}` : `заняты ${used} из ${limit}`
  return queue === 0 ? busy : `${busy}, в очереди ${queue}`
}

function PullProgress({ entity, done, total }: NonNullable<Link['progress']>) {
  const share = total > 0 ? (done / total) * 100 : 0
  return (
    <div>
      <Progress value={share} size="sm" aria-label="Ход чтения" />
      <p className={classes.progressText}>
        {entity}: {formatNumber(done)} из {formatNumber(total)}
      </p>
    </div>
  )
}
