import { IconPlugConnectedX } from '@tabler/icons-react'
import { useLostAt } from '../api/live.ts'
import { formatTime } from '../format/time.ts'
import classes from './lost-banner.module.css'

/** While live changes do not arrive: what is on the page stays, marked with its age. */
export function LostBanner() {
  const lostAt = useLostAt()
  if (lostAt === null) return null
  return (
    <p className={classes.banner} role="status">
      <IconPlugConnectedX size={16} aria-hidden />
      Связь с сервером прервалась. На странице данные на {formatTime(lostAt)}; соединимся и обновим сами.
    </p>
  )
}
