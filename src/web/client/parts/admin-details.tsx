import classes from './admin-details.module.css'
import { CopyButton } from './copy-button.tsx'

/** Machine facts, folded: no code reaches a person who did not ask for it. */
export function AdminDetails({ text }: { text: string }) {
  return (
    <details className={classes.details}>
      <summary>Подробнее для администратора</summary>
      <div className={classes.body}>
        <pre>{text}</pre>
        <CopyButton text={text} />
      </div>
    </details>
  )
}
