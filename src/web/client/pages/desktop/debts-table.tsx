import { Button } from '@mantine/core'
import { useState } from 'react'
import type { Role } from '../../../../model/role.ts'
import type { DebtRow } from '../../../api/contract.ts'
import { formatDate } from '../../format/date.ts'
import { empty } from '../../format/empty.ts'
import { formatMoney, formatMoneyExact } from '../../format/money.ts'
import { formatNumber } from '../../format/number.ts'
import { formatInitials } from '../../format/person.ts'
import { plural } from '../../format/plural.ts'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { MiddleCut } from '../../parts/middle-cut.tsx'
import { Panel } from '../../parts/panel.tsx'
import table from '../../parts/table.module.css'
import { TraceLink } from '../../parts/trace-link.tsx'
import { useFlash } from '../../parts/use-flash.ts'
import { useSteadyRows } from '../../parts/use-steady-rows.ts'
import { When } from '../../parts/when.tsx'
import { CheckDebtsButton } from './check-debts.tsx'
import classes from './debts-table.module.css'

interface DebtsTableProps {
  count: number
  overdueTotal: number
  rows: DebtRow[]
  role: Role
  withTraces: boolean
}

type AlertState = NonNullable<DebtRow['alert']>['state']

const alertWords: Record<AlertState, { word: string; tone: Tone }> = {
  pending: { word: 'Ждёт отправки', tone: 'wait' },
  sending: { word: 'Отправляется', tone: 'wait' },
  sent: { word: 'Отправлена', tone: 'good' },
  delivered: { word: 'Доставлена', tone: 'good' },
  failed: { word: 'Не ушла', tone: 'bad' },
  unknown: { word: 'Уточняем', tone: 'wait' },
  cancelled: { word: 'Отменена', tone: 'idle' },
}

const shortLength = 8
const refOf = (row: DebtRow) => row.dealRef

export function DebtsTable({ count, overdueTotal, rows, role, withTraces }: DebtsTableProps) {
  const [isWhole, setWhole] = useState(false)
  const steady = useSteadyRows(rows, refOf)
  const shown = isWhole ? steady.rows : steady.rows.slice(0, shortLength)
  return (
    <Panel
      title="Просроченные платежи"
      note={count > 0 && `${plural(count, ['договор', 'договора', 'договоров'])} на ${formatMoney(overdueTotal)}`}
      action={<CheckDebtsButton role={role} />}
    >
      {rows.length === 0 ? (
        <p className={classes.nothing}>Просроченных платежей нет. Проверка идёт сама каждое утро.</p>
      ) : (
        <table className={table.table} {...steady.hold}>
          <thead>
            <tr>
              <th>Клиент</th>
              <th className={`${classes.unit} ${table.wide}`}>Помещение</th>
              <th className={`${classes.manager} ${table.wide}`}>Менеджер</th>
              <th className={`${classes.days} ${table.sum} ${table.wide}`}>Дней</th>
              <th className={`${classes.overdue} ${table.sum}`}>Просрочено</th>
              <th className={`${classes.alert} ${table.wide}`}>СМС менеджеру</th>
              {withTraces && <th className={`${classes.trace} ${table.wide}`} aria-label="Ход оповещения" />}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={row.dealRef} row={row} withTraces={withTraces} />
            ))}
          </tbody>
        </table>
      )}
      {rows.length > shortLength && (
        <p className={table.more}>
          <Button variant="subtle" size="compact-sm" onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Свернуть' : `Показать все ${formatNumber(rows.length)}`}
          </Button>
          {isWhole && count > rows.length && `Показаны ${formatNumber(rows.length)} из ${formatNumber(count)}.`}
        </p>
      )}
    </Panel>
  )
}

function Row({ row, withTraces }: { row: DebtRow; withTraces: boolean }) {
  const ref = useFlash<HTMLTableRowElement>(`${row.overdue} ${row.alert?.state}`)
  const alert = row.alert && alertWords[row.alert.state]
  const next = row.nextDueOn ? `Следующий платёж ${formatDate(row.nextDueOn)}: ${formatMoney(row.nextAmount)}. ` : ''
  return (
    <tr ref={ref}>
      <td>
        <span title={row.clientName}>
          <MiddleCut text={formatInitials(row.clientName)} />
        </span>
        <span className={classes.deal}>
          {row.dealNumber}
          <span className={classes.underDays}> · {plural(row.daysPastDue, ['день', 'дня', 'дней'])}</span>
        </span>
      </td>
      <td className={table.wide}>{row.unitTitle ? <MiddleCut text={row.unitTitle} tail={15} /> : empty}</td>
      <td className={table.wide} title={row.managerName ?? undefined}>
        {row.managerName === null ? empty : formatInitials(row.managerName)}
      </td>
      <td className={`${table.sum} ${table.wide}`}>{row.daysPastDue}</td>
      <td className={table.sum} title={`${next}Остаток по договору ${formatMoney(row.balance)}`}>
        <strong className={classes.amount}>{formatMoneyExact(row.overdue)}</strong>
      </td>
      <td className={table.wide}>
        {row.alert && alert ? (
          <span className={classes.alertCell}>
            <Chip tone={alert.tone} word={alert.word} title={row.alert.text} />
            <span className={table.dim}>
              <When at={row.alert.at} />
            </span>
          </span>
        ) : (
          <span className={table.dim}>не было</span>
        )}
      </td>
      {withTraces && (
        <td className={table.wide}>
          {row.alert && <TraceLink traceId={row.alert.traceId} label="Ход оповещения по шагам" />}
        </td>
      )}
    </tr>
  )
}
