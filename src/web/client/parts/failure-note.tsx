import { Button } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { RequestFailure } from '../api/request-failure.ts'
import { AdminDetails } from './admin-details.tsx'
import classes from './note.module.css'

/** Why something is not shown, what to do, and what to tell the administrator. */
export function FailureNote({ error, onRetry, busy }: { error: unknown; onRetry?: () => void; busy?: boolean }) {
  const failure = error instanceof RequestFailure ? error : null
  return (
    <div className={classes.note} data-tone="bad" role="alert">
      <IconAlertTriangle className={classes.icon} size={20} aria-hidden />
      <div className={classes.body}>
        <p className={classes.title}>
          {failure?.message ?? 'На этой странице произошла ошибка. Она на нашей стороне.'}
        </p>
        <p className={classes.text}>
          {failure
            ? failure.facts.remedy
            : 'Повторите. Если не поможет, обновите страницу или передайте подробности администратору.'}
        </p>
        {failure?.facts.trace && <p className={classes.text}>Номер для администратора: {failure.facts.trace}</p>}
        {onRetry && failure?.facts.status !== 404 && (
          <Button className={classes.action} variant="default" onClick={onRetry} loading={busy ?? false}>
            Повторить
          </Button>
        )}
        <AdminDetails text={describe(error)} />
      </div>
    </div>
  )
}

function describe(error: unknown): string {
  if (!(error instanceof RequestFailure)) return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const { path, status, trace, details } = error.facts
  return [`${path} → ${status || 'нет ответа'}`, trace && `trace ${trace}`, error.message, details]
    .filter(Boolean)
    .join('\n')
}
