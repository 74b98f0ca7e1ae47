import classes from './middle-cut.module.css'

/** The end of a name often tells more than its middle («…, корпус 2, кв. 147»), so that much of it always stays. */
const tailLength = 9

/** One line of text that loses its middle, not its end, where there is no room; the whole of it on hover. */
export function MiddleCut({ text }: { text: string }) {
  const cut = text.length > tailLength * 2 ? text.length - tailLength : text.length
  return (
    <span className={classes.line} title={text}>
      <span className={classes.head}>{text.slice(0, cut)}</span>
      {cut < text.length && <span className={classes.tail}>{text.slice(cut)}</span>}
    </span>
  )
}
