import type { ReactNode } from 'react'
import classes from './panel.module.css'

interface PanelProps {
  title: string
  /** Beside the title: a count, a sum. */
  note?: ReactNode
  action?: ReactNode
  id?: string
  className?: string | undefined
  children: ReactNode
}

/** A titled part of a page. */
export function Panel({ title, note, action, id, className, children }: PanelProps) {
  return (
    <section className={[classes.panel, className].filter(Boolean).join(' ')} id={id} aria-label={title}>
      <header className={classes.head}>
        <h2 className={classes.title}>{title}</h2>
        <div className={classes.note}>{note}</div>
        {action}
      </header>
      {children}
    </section>
  )
}
