import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import classes from './login-page.module.css'

interface DemoLoginsProps {
  logins: { login: string; name: string; roleTitle: string }[]
  busy: boolean
  onPick: (login: string) => void
}

/** One person per role of the demonstration base; a click logs in. */
export function DemoLogins({ logins, busy, onPick }: DemoLoginsProps) {
  return (
    <section className={classes.demo} aria-label="Демонстрационные пользователи">
      <p className={classes.hint}>Демонстрация: войдите одним нажатием, пароль у всех «demo».</p>
      <ul>
        {logins.map(({ login, name, roleTitle }) => (
          <li key={login}>
            <UnstyledButton className={classes.demoLogin} disabled={busy} onClick={() => onPick(login)}>
              <span className={classes.demoRole}>{roleTitle}</span>
              <span className={classes.demoName}>{name}</span>
              <IconChevronRight size={16} aria-hidden />
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  )
}
