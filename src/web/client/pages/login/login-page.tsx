import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useRouter } from '@tanstack/react-router'
import { type FormEvent, useEffect, useState } from 'react'
import { logIn } from '../../api/actions.ts'
import { forgetPerson } from '../../api/forget-person.ts'
import { demoQuery, meQuery } from '../../api/queries.ts'
import { RequestFailure } from '../../api/request-failure.ts'
import { formatTime } from '../../format/time.ts'
import { DemoLogins } from './demo-logins.tsx'
import classes from './login-page.module.css'

const route = getRouteApi('/login')

export function LoginPage() {
  const { back, ended } = route.useSearch()
  const router = useRouter()
  const client = useQueryClient()
  const demo = useQuery(demoQuery)
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<{ login?: string; password?: string }>({})
  const enter = useMutation({
    mutationFn: logIn,
    onSuccess: async (me) => {
      forgetPerson(client)
      client.setQueryData(meQuery.queryKey, me)
      router.history.replace(insidePath(back))
    },
  })

  useEffect(() => {
    document.title = 'Вход — Realtor Hub'
  }, [])

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const gaps = {
      ...(login.trim() === '' && { login: 'Введите логин: его выдаёт администратор.' }),
      ...(password === '' && { password: 'Введите пароль.' }),
    }
    setMissing(gaps)
    const first = Object.keys(gaps)[0]
    if (first === undefined) enter.mutate({ login: login.trim(), password })
    else event.currentTarget.querySelector<HTMLInputElement>(`[name=${first}]`)?.focus()
  }

  return (
    <main className={classes.page}>
      <div className={classes.box}>
        <div className={classes.head}>
          <img src="/favicon.svg" alt="" width={36} height={36} />
          <div>
            <h1 className={classes.title}>Realtor Hub</h1>
            <p className={classes.hint}>Рабочее место отдела продаж рядом с 1С:Риэлтор</p>
          </div>
        </div>
        {ended && (
          <p className={classes.ended} role="status">
            Сеанс закончился. Войдите снова, и откроется то, на чём вы остановились.
          </p>
        )}
        <form onSubmit={submit} className={classes.form} noValidate>
          <TextInput
            label="Логин"
            name="login"
            autoComplete="username"
            autoCapitalize="none"
            autoFocus
            value={login}
            onChange={(event) => setLogin(event.currentTarget.value)}
            error={missing.login}
          />
          <PasswordInput
            label="Пароль"
            name="password"
            autoComplete="current-password"
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            error={missing.password ?? (enter.error ? explain(enter.error) : undefined)}
            visibilityToggleButtonProps={{ 'aria-label': 'Показать пароль' }}
          />
          <Button type="submit" size="sm" loading={enter.isPending}>
            Войти
          </Button>
        </form>
        {demo.data?.logins && (
          <DemoLogins
            logins={demo.data.logins}
            busy={enter.isPending}
            onPick={(picked) => {
              setMissing({})
              setLogin(picked)
              setPassword('demo')
              enter.mutate({ login: picked, password: 'demo' })
            }}
          />
        )}
      </div>
    </main>
  )
}

/** One sentence or two under the password: what happened and what to do. */
function explain(error: Error): string {
  if (!(error instanceof RequestFailure)) return 'Войти не получилось. Обновите страницу и попробуйте ещё раз.'
  const { status, remedy, retryAt } = error.facts
  if (status === 429 && retryAt) return `Слишком много попыток входа. Попробуйте снова после ${formatTime(retryAt)}.`
  return [error.message, remedy].filter(Boolean).join(' ')
}

/** Only a path of this site: `back` comes from the address bar and must not lead elsewhere. */
function insidePath(back: string | undefined): string {
  return back && /^\/(?![/\\])/.test(back) && !back.startsWith('/login') ? back : '/'
}
