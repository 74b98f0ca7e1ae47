import { Button } from '@mantine/core'
import type { Role } from '../../../../model/role.ts'
import { checkDebts } from '../../api/actions.ts'
import { Panel } from '../../parts/panel.tsx'
import { useCommand } from '../../parts/use-command.ts'
import classes from './debts-table.module.css'

const checkers: ReadonlySet<Role> = new Set(['admin', 'sales', 'director'])

/** Starts the daily check of debts now, for roles that may. */
export function CheckDebtsButton({ role }: { role: Role }) {
  const check = useCommand({
    run: checkDebts,
    done: 'Проверка долгов началась. Менеджеры, у чьих клиентов новые просрочки, получат СМС.',
    failed: 'Проверить долги не получилось',
  })
  if (!checkers.has(role)) return null
  return (
    <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>
      Проверить долги сейчас
    </Button>
  )
}

/** In place of the debts for a role that runs the check but does not see whose debts they are. */
export function DebtsUnseen({ role }: { role: Role }) {
  if (!checkers.has(role)) return null
  return (
    <Panel title="Просроченные платежи" action={<CheckDebtsButton role={role} />}>
      <p className={classes.nothing}>Список видят отдел продаж и руководитель: в нём имена и суммы клиентов.</p>
    </Panel>
  )
}
