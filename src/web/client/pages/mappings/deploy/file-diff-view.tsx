import type { DiffLine, FileDiff } from '../../../../api/mappings/deploy-contract.ts'
import classes from './file-diff-view.module.css'

const signs: Record<DiffLine['kind'], string> = { same: ' ', removed: '−', added: '+' }
const spoken: Record<DiffLine['kind'], string | undefined> = {
  same: undefined,
  removed: 'убрано',
  added: 'добавлено',
}

/** A longer one is folded at first: it is a whole file that came or went. */
const short = 30

/** Changed lines of a file with a few around them. */
export function FileDiffView({ diff: { file, places }, isFolded = false }: { diff: FileDiff; isFolded?: boolean }) {
  const lineCount = places.reduce((sum, lines) => sum + lines.length, 0)
  return (
    <details open={!isFolded && lineCount <= short}>
      <summary className={classes.file}>{file}</summary>
      <div className={classes.diff}>
        {places.map((lines) => (
          <ol key={`${lines[0]?.before}:${lines[0]?.after}`} className={classes.place}>
            {lines.map(({ kind, text, before, after }) => (
              <li key={`${kind}:${before}:${after}`} className={classes.line} data-kind={kind} title={spoken[kind]}>
                <span className={classes.number}>{before ?? ''}</span>
                <span className={classes.number}>{after ?? ''}</span>
                <span aria-hidden>{signs[kind]}</span>
                <code>{text}</code>
              </li>
            ))}
          </ol>
        ))}
      </div>
    </details>
  )
}
