import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { linkQuery } from '../api/queries.ts'
import classes from './link-dot.module.css'
import { linkWords } from './link-words.ts'

/** Health of the exchange with 1C, always in sight; leads to its panel. */
export function LinkDot() {
  const { data } = useQuery(linkQuery)
  if (!data) return null
  const { word, tone } = linkWords[data.state]
  const share =
    data.progress && data.progress.total > 0 ? Math.floor((data.progress.done / data.progress.total) * 100) : null
  return (
    <Link to="/" hash="exchange" className={classes.link} title={data.text}>
      <span className={classes.dot} data-tone={tone} aria-hidden />
      <span className={classes.word}>
        {word}
        {share !== null && ` · ${share} %`}
      </span>
    </Link>
  )
}
