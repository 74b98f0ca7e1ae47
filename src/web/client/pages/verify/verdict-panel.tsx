import { Button, Progress } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconClockPause, IconHourglass, IconPrinter } from '@tabler/icons-react'
import type { Certificate, VerifyPage } from '../../../api/contract.ts'
import { startVerify } from '../../api/actions.ts'
import { formatDate } from '../../format/date.ts'
import { formatNumber } from '../../format/number.ts'
import { formatInstant, formatTime } from '../../format/time.ts'
import { Panel } from '../../parts/panel.tsx'
import { TraceLink } from '../../parts/trace-link.tsx'
import { useCommand } from '../../parts/use-command.ts'
import classes from './verdict-panel.module.css'

const icons = {
  clean: IconCircleCheck,
  healed: IconCircleCheck,
  gaps: IconAlertTriangle,
  failed: IconClockPause,
} as const

/** The verdict in one sentence, how far a comparison under way has come, and what can be done now. */
export function VerdictPanel({ page }: { page: VerifyPage }) {
  const { certificate, running, today } = page
  return (
    <Panel
      title={certificate && certificate.day !== today ? `Сверка ${formatDate(certificate.day)}` : 'Сверка сегодня'}
      className={classes.panel}
      action={<Actions certificate={certificate} isRunning={running !== null} />}
    >
      <div className={classes.body}>
        {certificate ? <Verdict certificate={certificate} /> : <NoVerdict />}
        {running && <Running {...running} />}
      </div>
    </Panel>
  )
}

function Verdict({ certificate }: { certificate: Certificate }) {
  const { verdict, text, reason, startedAt, finishedAt, cause, day, traceId } = certificate
  const Icon = icons[verdict]
  const seconds = Math.max(1, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000))
  return (
    <div className={classes.verdict} data-verdict={verdict}>
      <Icon className={classes.icon} size={28} stroke={1.7} aria-hidden />
      <div className={classes.words}>
        <p className={classes.text}>{text}</p>
        {reason && <p className={classes.reason}>{reason}</p>}
        <p className={classes.about}>
          <span title={`${formatInstant(startedAt)} – ${formatInstant(finishedAt)}`}>
            {formatDate(day)} в {formatTime(startedAt)}, {cause}, заняла {formatNumber(seconds)}&nbsp;с
          </span>
          <TraceLink traceId={traceId} label="Как прошла сверка: записи журнала" />
        </p>
      </div>
    </div>
  )
}

function NoVerdict() {
  return (
    <div className={classes.verdict} data-verdict="none">
      <IconHourglass className={classes.icon} size={28} stroke={1.7} aria-hidden />
      <div className={classes.words}>
        <p className={classes.text}>Сверки ещё не было.</p>
        <p className={classes.about}>Хаб сверяется с 1С сам каждое утро. Первую сверку можно начать сейчас.</p>
      </div>
    </div>
  )
}

function Running({ title, done, total, part, parts, startedAt }: NonNullable<VerifyPage['running']>) {
  const within = total > 0 ? Math.min(1, done / total) : 0
  const share = (Math.max(0, part - 1 + within) / parts) * 100
  return (
    <div className={classes.running} role="status">
      <Progress value={share} size="sm" aria-label="Ход сверки" />
      <p className={classes.about}>
        Идёт сверка с {formatTime(startedAt)}: {title.toLowerCase()}
        {total > 0 && `, ${formatNumber(done)} из ${formatNumber(total)}`}. Можно уйти с этой страницы.
      </p>
    </div>
  )
}

function Actions({ certificate, isRunning }: { certificate: Certificate | null; isRunning: boolean }) {
  const verify = useCommand({
    run: startVerify,
    done: 'Сверка началась. Работать можно, ход виден здесь.',
    failed: 'Начать сверку не получилось',
  })
  const mendable = certificate?.gaps.filter((gap) => gap.healable && gap.state === 'open').length ?? 0
  return (
    <div className={classes.acts}>
      {mendable > 1 && (
        <Button
          variant="light"
          disabled={isRunning}
          loading={verify.isPending && verify.variables?.heal === true}
          onClick={() => verify.mutate({ heal: true })}
        >
          Сверить и исправить
        </Button>
      )}
      <Button
        variant={mendable > 1 ? 'default' : 'light'}
        disabled={isRunning}
        loading={verify.isPending && verify.variables?.heal === false}
        onClick={() => verify.mutate({ heal: false })}
      >
        {isRunning ? 'Сверка идёт' : 'Сверить сейчас'}
      </Button>
      {certificate && (
        <Button
          className={classes.print}
          variant="default"
          leftSection={<IconPrinter size={15} />}
          onClick={() => window.print()}
        >
          Распечатать
        </Button>
      )}
    </div>
  )
}
