import { ActionIcon } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import type { Certificate, VerifyPage } from '../../../api/contract.ts'
import { formatDate } from '../../format/date.ts'
import { plural } from '../../format/plural.ts'
import { Panel } from '../../parts/panel.tsx'
import { monthTitle, shiftMonth, weeksOf } from './month.ts'
import classes from './verify-calendar.module.css'
import { gapForms, verdictWords } from './verify-words.ts'

type Day = VerifyPage['days'][number]

interface VerifyCalendarProps {
  days: Day[]
  today: string
  shown: Certificate | null
  onChoose: (run: string) => void
}

const weekdays = ['Пн', 'Вт', 'Ср', 'Чт', 'Пт', 'Сб', 'Вс'] as const
/** Told apart without colour too. */
const signs: Record<Day['verdict'], string> = { clean: '✓', healed: '✓', gaps: '!', failed: '?' }

/** The days with their verdicts, a month at a time; a press shows that day's certificate. */
export function VerifyCalendar({ days, today, shown, onChoose }: VerifyCalendarProps) {
  const [month, setMonth] = useState((shown?.day ?? today).slice(0, 7))
  const byDay = new Map(days.map((day) => [day.day, day]))
  const first = days[0]?.day.slice(0, 7) ?? today.slice(0, 7)
  return (
    <Panel
      title={monthTitle(month)}
      action={
        <span className={classes.arrows}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Предыдущий месяц"
            disabled={month <= first}
            onClick={() => setMonth(shiftMonth(month, -1))}
          >
            <IconChevronLeft size={18} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Следующий месяц"
            disabled={month >= today.slice(0, 7)}
            onClick={() => setMonth(shiftMonth(month, 1))}
          >
            <IconChevronRight size={18} />
          </ActionIcon>
        </span>
      }
    >
      <table className={classes.month}>
        <thead>
          <tr>
            {weekdays.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find((date) => date !== null)}>
              {week.map((date, at) => (
                <td key={date ?? weekdays[at]}>
                  {date && (
                    <DayCell
                      date={date}
                      day={byDay.get(date)}
                      isToday={date === today}
                      isShown={date === shown?.day}
                      onChoose={onChoose}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <ul className={classes.legend}>
        <li data-verdict="clean">
          <span aria-hidden>✓</span> сошлось или исправлено
        </li>
        <li data-verdict="gaps">
          <span aria-hidden>!</span> есть расхождения
        </li>
        <li data-verdict="failed">
          <span aria-hidden>?</span> сверить не удалось
        </li>
      </ul>
    </Panel>
  )
}

interface DayCellProps {
  date: string
  day: Day | undefined
  isToday: boolean
  isShown: boolean
  onChoose: (run: string) => void
}

function DayCell({ date, day, isToday, isShown, onChoose }: DayCellProps) {
  const number = Number(date.slice(8))
  if (!day) {
    return (
      <span className={classes.day} data-today={isToday}>
        {number}
      </span>
    )
  }
  const told = `${formatDate(date)}: ${verdictWords[day.verdict].word.toLowerCase()}${
    day.gaps > 0 ? `, ${plural(day.gaps, gapForms)}` : ''
  }`
  return (
    <button
      type="button"
      className={classes.day}
      data-verdict={day.verdict}
      data-today={isToday}
      aria-pressed={isShown}
      aria-label={told}
      title={told}
      onClick={() => onChoose(day.run)}
    >
      {number}
      <span className={classes.sign} aria-hidden>
        {signs[day.verdict]}
      </span>
    </button>
  )
}
