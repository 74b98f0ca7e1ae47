import { Button, Popover } from '@mantine/core'
import { IconAlertCircle, IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Attention } from '../../../api/contract.ts'
import { settleAttention } from '../../api/actions.ts'
import { plural } from '../../format/plural.ts'
import { railItems } from '../../frame/rail-items.ts'
import { useMe } from '../../frame/use-me.ts'
import { Panel } from '../../parts/panel.tsx'
import { TraceLink } from '../../parts/trace-link.tsx'
import { useCommand } from '../../parts/use-command.ts'
import { When } from '../../parts/when.tsx'
import classes from './attention-list.module.css'

/** Which of them stop the work now; the others can wait until there is time. */
const urgent: ReadonlySet<Attention['kind']> = new Set([
  'link_down',
  'disk_low',
  'plan_blocked',
  'broken_mapping',
  'dead_job',
  'pull_brake',
  'feed_brake',
])

/** The page where it is mended, when that is not done right here. */
const mendedOn: Partial<Record<Attention['kind'], '/mappings' | '/verify'>> = {
  broken_mapping: '/mappings',
  unmapped: '/mappings',
  metadata: '/mappings',
  verify: '/verify',
}

export function AttentionList({ rows, withTraces }: { rows: Attention[]; withTraces: boolean }) {
  if (rows.length === 0) {
    return (
      <Panel title="Требует внимания">
        <p className={classes.calm}>
          <IconCircleCheck size={18} aria-hidden /> Сейчас от вас ничего не требуется. Новое появится здесь само.
        </p>
      </Panel>
    )
  }
  return (
    <Panel title="Требует внимания" note={plural(rows.length, ['дело', 'дела', 'дел'])}>
      <ul>
        {rows.map((row) => (
          <AttentionRow key={row.id} row={row} withTraces={withTraces} />
        ))}
      </ul>
    </Panel>
  )
}

function AttentionRow({ row, withTraces }: { row: Attention; withTraces: boolean }) {
  const isUrgent = urgent.has(row.kind)
  const { role } = useMe()
  const page = railItems.find(({ to, roles }) => to === mendedOn[row.kind] && (roles === null || roles.includes(role)))
  const Icon = isUrgent ? IconAlertTriangle : IconAlertCircle
  return (
    <li className={classes.row}>
      <Icon className={classes.icon} data-urgent={isUrgent} size={20} aria-label={isUrgent ? 'Срочно' : 'Не срочно'} />
      <div className={classes.text}>
        <p className={classes.title}>
          {row.title}
          <span className={classes.when}>
            <When at={row.at} />
          </span>
        </p>
        <p className={classes.reason}>{row.reason}</p>
      </div>
      <div className={classes.acts}>
        {withTraces && row.traceId && <TraceLink traceId={row.traceId} label="Как это случилось: записи журнала" />}
        {page && (
          <Button variant="light" renderRoot={(props) => <Link {...props} to={page.to} />}>
            {page.title}
          </Button>
        )}
        {row.action && <SettleButton id={row.id} title={row.title} action={row.action} />}
        {row.otherwise && <SettleButton id={row.id} title={row.title} action={row.otherwise} />}
      </div>
    </li>
  )
}

interface SettleButtonProps {
  id: string
  title: string
  action: NonNullable<Attention['action']>
}

/** Retrying and hiding are harmless; a confirmation lets something big through and is asked about once more. */
function SettleButton({ id, title, action }: SettleButtonProps) {
  const [asking, setAsking] = useState(false)
  const settle = useCommand({
    run: settleAttention,
    done: `Принято: ${action.label.toLowerCase()}.`,
    failed: `${action.label}: не получилось`,
  })
  const run = () => settle.mutate({ id, action: action.name })
  if (action.name !== 'confirm') {
    return (
      <Button variant={action.name === 'retry' ? 'light' : 'default'} loading={settle.isPending} onClick={run}>
        {action.label}
      </Button>
    )
  }
  return (
    <Popover opened={asking} onChange={setAsking} position="bottom-end" width={300} shadow="md" trapFocus withArrow>
      <Popover.Target>
        <Button variant="light" loading={settle.isPending} onClick={() => setAsking(true)}>
          {action.label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <p className={classes.question}>{title}. Отменить это будет нельзя. Продолжить?</p>
        <div className={classes.answers}>
          <Button
            onClick={() => {
              setAsking(false)
              run()
            }}
          >
            {action.label}
          </Button>
          <Button variant="default" onClick={() => setAsking(false)}>
            Не сейчас
          </Button>
        </div>
      </Popover.Dropdown>
    </Popover>
  )
}
