import type { Receipt } from '../../../../api/mappings/deploy-contract.ts'
import { formatInstant } from '../../../format/time.ts'
import { Chip } from '../../../parts/chip.tsx'
import { When } from '../../../parts/when.tsx'
import classes from './receipts-list.module.css'

/** What every process of the hub says it runs. */
export function ReceiptsList({ receipts }: { receipts: readonly Receipt[] }) {
  return (
    <ul className={classes.list} aria-label="Что работает">
      {receipts.map(({ process, version, isCurrent, since, at }) => (
        <li key={process} className={classes.receipt}>
          <Chip
            tone={isCurrent ? 'good' : 'wait'}
            word={version === null ? 'Без версии' : `Версия ${version} работает`}
            title={isCurrent ? undefined : 'Этот процесс ещё не взял новую версию'}
          />
          <span className={classes.about}>
            процесс {process}, с {formatInstant(since)}, подтверждено <When at={at} />
          </span>
        </li>
      ))}
    </ul>
  )
}
