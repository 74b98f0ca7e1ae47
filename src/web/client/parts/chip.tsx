import classes from './chip.module.css'

export type Tone = 'good' | 'wait' | 'bad' | 'idle'

/** A state: a dot and always a word beside it. The reason, when there is one, on hover. */
export function Chip({ tone, word, title }: { tone: Tone; word: string; title?: string | undefined }) {
  return (
    <span className={classes.chip} data-tone={tone} title={title}>
      <span className={classes.dot} aria-hidden />
      {word}
    </span>
  )
}
