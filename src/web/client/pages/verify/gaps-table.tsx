import { Button } from '@mantine/core'
import { useState } from 'react'
import type { VerifyGap } from '../../../api/contract.ts'
import { healGap } from '../../api/actions.ts'
import { formatNumber } from '../../format/number.ts'
import { plural } from '../../format/plural.ts'
import { AdminDetails } from '../../parts/admin-details.tsx'
import { Chip, type Tone } from '../../parts/chip.tsx'
import { Panel } from '../../parts/panel.tsx'
import { useCommand } from '../../parts/use-command.ts'
import classes from './gaps-table.module.css'
import { gapForms } from './verify-words.ts'

interface GapsTableProps {
  gaps: VerifyGap[]
  /** All that were found; very many of one kind are not all listed. */
  found: number
  isRunning: boolean
}

const shortLength = 20

/** Every difference by name, with its reason and the button that mends it. */
export function GapsTable({ gaps, found, isRunning }: GapsTableProps) {
  const [isWhole, setWhole] = useState(false)
  const shown = isWhole ? gaps : gaps.slice(0, shortLength)
  return (
    <Panel title="Расхождения" note={plural(found, gapForms)}>
      <ul>
        {shown.map((gap) => (
          <GapRow key={gap.id} gap={gap} isRunning={isRunning} />
        ))}
      </ul>
      {(gaps.length > shortLength || found > gaps.length) && (
        <p className={classes.more}>
          {gaps.length > shortLength && (
            <Button variant="subtle" size="compact-sm" onClick={() => setWhole(!isWhole)}>
              {isWhole ? 'Свернуть' : `Показать все ${formatNumber(gaps.length)}`}
            </Button>
          )}
          {found > gaps.length &&
            `Поимённо названы ${formatNumber(gaps.length)} из ${formatNumber(found)}: остальные того же рода.`}
        </p>
      )}
    </Panel>
  )
}

const stateWords: Record<VerifyGap['state'], { word: string; tone: Tone } | null> = {
  open: null,
  sent: { word: 'Передаётся в 1С', tone: 'wait' },
  healed: { word: 'Исправлено', tone: 'good' },
}

function GapRow({ gap, isRunning }: { gap: VerifyGap; isRunning: boolean }) {
  const heal = useCommand({ run: healGap, done: 'Исправлено.', failed: 'Исправить не получилось' })
  const state = stateWords[gap.state]
  return (
    <li className={classes.row} data-state={gap.state}>
      <div className={classes.kind}>
        <Chip tone={gap.state === 'healed' ? 'idle' : 'bad'} word={gap.kindText} />
        <span className={classes.title}>{gap.title}</span>
      </div>
      <div className={classes.body}>
        <p>{gap.text}</p>
        <AdminDetails text={`${gap.kind}\n${gap.ref}`} />
      </div>
      <div className={classes.act}>
        {state && <Chip tone={state.tone} word={state.word} />}
        {gap.healable && gap.state === 'open' && (
          <Button variant="light" disabled={isRunning} loading={heal.isPending} onClick={() => heal.mutate(gap.id)}>
            Исправить
          </Button>
        )}
      </div>
    </li>
  )
}
