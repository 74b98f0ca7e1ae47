import type { ReactNode } from 'react'
import classes from './note.module.css'

/** Nothing to show: a sentence, and what to do about it when something can be done. */
export function EmptyNote({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className={classes.note}>
      <div className={classes.body}>
        <p className={classes.title}>{title}</p>
        {children && <div className={classes.text}>{children}</div>}
      </div>
    </div>
  )
}
