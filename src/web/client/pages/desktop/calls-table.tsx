import { Button } from '@mantine/core'
import { IconMicrophone, IconPhone, IconPhoneIncoming, IconPhoneOutgoing } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { CallRow } from '../../../api/contract.ts'
import { formatTalk } from '../../format/duration.ts'
import { empty } from '../../format/empty.ts'
import { formatNumber } from '../../format/number.ts'
import { plural } from '../../format/plural.ts'
import { formatTime } from '../../format/time.ts'
import { Chip } from '../../parts/chip.tsx'
import { MiddleCut } from '../../parts/middle-cut.tsx'
import { Panel } from '../../parts/panel.tsx'
import table from '../../parts/table.module.css'
import { TraceLink } from '../../parts/trace-link.tsx'
import { useFlash } from '../../parts/use-flash.ts'
import { useSteadyRows } from '../../parts/use-steady-rows.ts'
import { NoteCell } from './call/note-cell.tsx'
import { onecWords, ongoingWords } from './call-words.ts'
import classes from './calls-table.module.css'

interface CallsTableProps {
  total: number
  newClients: number
  rows: CallRow[]
  mayNote: boolean
  withTraces: boolean
}

const shortLength = 8
const idOf = (row: CallRow) => row.id

const directions = {
  in: { icon: IconPhoneIncoming, word: 'Входящий' },
  out: { icon: IconPhoneOutgoing, word: 'Исходящий' },
  internal: { icon: IconPhone, word: 'Внутренний' },
} as const

export function CallsTable({ total, newClients, rows, mayNote, withTraces }: CallsTableProps) {
  const [isWhole, setWhole] = useState(false)
  const steady = useSteadyRows(rows, idOf)
  const shown = isWhole ? steady.rows : steady.rows.slice(0, shortLength)
  const note =
    total > 0 &&
    `${plural(total, ['звонок', 'звонка', 'звонков'])}, ${plural(newClients, ['новый клиент', 'новых клиента', 'новых клиентов'])}`
  return (
    <Panel title="Звонки сегодня" note={note}>
      {rows.length === 0 ? (
        <p className={classes.nothing}>
          Сегодня звонков ещё не было. Первый появится здесь, как только его примет телефония.
        </p>
      ) : (
        <table className={table.table} {...steady.hold}>
          <thead>
            <tr>
              <th className={classes.time}>Время</th>
              <th>Клиент</th>
              <th className={`${classes.phone} ${classes.roomy}`}>Телефон</th>
              <th className={`${classes.source} ${table.wide}`}>Откуда узнал</th>
              <th className={`${classes.talk} ${classes.roomy}`}>Разговор</th>
              <th className={`${classes.note} ${table.wide}`}>Итог разговора</th>
              <th className={classes.onec}>В 1С</th>
              {withTraces && <th className={`${classes.trace} ${table.wide}`} aria-label="Ход звонка" />}
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <Row key={row.id} row={row} mayNote={mayNote} withTraces={withTraces} />
            ))}
          </tbody>
        </table>
      )}
      {(rows.length > shortLength || steady.waiting > 0) && (
        <p className={table.more}>
          {rows.length > shortLength && (
            <Button variant="subtle" size="compact-sm" onClick={() => setWhole(!isWhole)}>
              {isWhole ? 'Свернуть' : `Показать все ${formatNumber(rows.length)}`}
            </Button>
          )}
          {isWhole &&
            total > rows.length &&
            `Показаны последние ${formatNumber(rows.length)} из ${formatNumber(total)}.`}
          {steady.waiting > 0 &&
            `Ещё ${plural(steady.waiting, ['новый звонок', 'новых звонка', 'новых звонков'])}: уберите указатель с таблицы.`}
        </p>
      )}
    </Panel>
  )
}

function Row({ row, mayNote, withTraces }: { row: CallRow; mayNote: boolean; withTraces: boolean }) {
  const ref = useFlash<HTMLTableRowElement>(`${row.state} ${row.onec.state}`)
  const { icon: Direction, word } = directions[row.direction]
  const onec = onecWords[row.onec.state]
  const talk = ongoingWords[row.state] ?? formatTalk(row.talkSeconds)
  return (
    <tr ref={ref} className={classes.row}>
      <td>
        <span className={classes.when}>
          <Direction size={15} aria-label={word} />
          {formatTime(row.startedAt)}
        </span>
      </td>
      <td>
        <span className={classes.client}>
          <Link to="/" search={{ call: row.id }} className={`${classes.name} ${classes.whole}`}>
            <MiddleCut text={row.clientName ?? row.phoneText} />
          </Link>
          {row.isNewClient && <span className={classes.fresh}>новый</span>}
        </span>
        <span className={classes.under}>
          {[row.clientName?.includes(row.phoneText) || !row.clientName ? null : row.phoneText, talk]
            .filter(Boolean)
            .join(' · ')}
          {row.isNewClient && <span className={classes.freshWord}> · новый</span>}
        </span>
        {(row.note?.text || mayNote) && (
          <span className={classes.result}>
            <NoteCell call={row} mayNote={mayNote} />
          </span>
        )}
      </td>
      <td className={classes.roomy}>
        {row.phone ? <a href={`tel:${row.phone}`}>{row.phoneText}</a> : row.phoneText || empty}
      </td>
      <td
        className={table.wide}
        title={[row.platform, row.campaign, row.keyword && `«${row.keyword}»`].filter(Boolean).join(' · ')}
      >
        {row.platform ?? empty}
        {row.campaign && <span className={table.dim}> · {row.campaign}</span>}
      </td>
      <td className={classes.roomy}>
        {talk}
        {row.hasRecording && (
          <IconMicrophone className={classes.recording} size={14} aria-label="Есть запись разговора" />
        )}
      </td>
      <td className={table.wide}>
        <NoteCell call={row} mayNote={mayNote} />
      </td>
      <td>
        <Chip tone={onec.tone} word={onec.word} title={row.onec.text} />
      </td>
      {withTraces && (
        <td className={table.wide}>
          <TraceLink traceId={row.traceId} label="Ход звонка по шагам" />
        </td>
      )}
    </tr>
  )
}
