import classes from './middle-cut.module.css'

/** The end of a name often tells more than its middle («…, корпус 2, кв. 147»), so that much of it always stays. */
const usualTail = 9

/** One line of text that loses its middle, not the last `tail` letters, where there is no room; the whole of it on hover. */
export function MiddleCut({ text, tail = usualTail }: { text: string; tail?: number }) {
  // A space at the beginning of the tail would stand as a hole after the dots.
  const cut = text.length > tail * 2 ? text.length - text.slice(-tail).trimStart().length : text.length
  return (
    <span className={classes.line} title={text}>
      <span className={classes.head}>{text.slice(0, cut)}</span>
      {cut < text.length && <span className={classes.tail}>{text.slice(cut)}</span>}
    </span>
  )
}
