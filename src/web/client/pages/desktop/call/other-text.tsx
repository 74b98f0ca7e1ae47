import type { ReactNode } from 'react'
import classes from './note-form.module.css'

/** Somebody else's text beside one's own, with what can be done about it. */
export function OtherText({ title, text, children }: { title: string; text: string; children: ReactNode }) {
  return (
    <section className={classes.other} aria-label={title}>
      <h3 className={classes.otherTitle}>{title}</h3>
      <p className={classes.otherText}>{text}</p>
      <div className={classes.buttons}>{children}</div>
    </section>
  )
}
