import { Link } from '@tanstack/react-router'
import type { Role } from '../../../model/role.ts'
import classes from './rail.module.css'
import { railItems } from './rail-items.ts'

/**
 * Pages of this role: a rail at the left, on a phone a bar at the bottom. Their scripts come at once, so that a page still
 * opens, and says what is wrong, when the server has gone away.
 */
export function Rail({ role }: { role: Role }) {
  return (
    <nav className={classes.rail} aria-label="Разделы">
      <img className={classes.mark} src="/favicon.svg" alt="" width={28} height={28} />
      {railItems
        .filter(({ roles }) => roles === null || roles.includes(role))
        .map(({ to, title, icon: Icon }) => (
          <Link
            key={to}
            to={to}
            preload="render"
            className={classes.item}
            activeOptions={{ exact: to === '/' }}
            aria-label={title}
          >
            <Icon size={22} stroke={1.6} aria-hidden />
            <span className={classes.name}>{title}</span>
          </Link>
        ))}
    </nav>
  )
}
