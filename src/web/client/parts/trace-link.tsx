import { IconRoute } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import classes from './trace-link.module.css'

/** To the journal, opened at everything that happened to this one thing. */
export function TraceLink({ traceId, label }: { traceId: string; label: string }) {
  return (
    <Link to="/journal" search={{ trace: traceId }} className={classes.link} title={label} aria-label={label}>
      <IconRoute size={16} aria-hidden />
    </Link>
  )
}
