import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useLostAt } from '../api/live.ts'
import { linkQuery } from '../api/queries.ts'
import classes from './link-dot.module.css'
import { linkWords } from './link-words.ts'

/** Health of the exchange with 1C, always in sight; leads to its panel. */
export function LinkDot() {
  const { data } = useQuery(linkQuery)
  const isLost = useLostAt() !== null
  if (!data) return null
  const { word, tone } = linkWords[data.state]
  const share =
    data.progress && data.progress.total > 0 ? Math.floor((data.progress.done / data.progress.total) * 100) : null
  return (
    <Link
      to="/"
      hash="exchange"
      className={classes.link}
      title={isLost ? 'Связь с сервером прервалась, состояние обмена неизвестно.' : data.text}
    >
      <span className={classes.dot} data-tone={isLost ? 'unknown' : tone} aria-hidden />
      <span className={classes.word}>
        {isLost ? 'Нет связи с сервером' : word}
        {!isLost && share !== null && ` · ${share} %`}
      </span>
    </Link>
  )
}
