import { Menu, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconLogout, IconMoon, IconSun } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Me } from '../../api/contract.ts'
import { logOut } from '../api/actions.ts'
import { forgetPerson } from '../api/forget-person.ts'
import { roleWords } from '../format/role-words.ts'
import classes from './me-menu.module.css'

export function MeMenu({ me }: { me: Me }) {
  const { setColorScheme } = useMantineColorScheme()
  const isDark = useComputedColorScheme('light') === 'dark'
  const client = useQueryClient()
  const navigate = useNavigate()
  const leave = useMutation({
    mutationFn: logOut,
    onSuccess: async () => {
      await navigate({ to: '/login' })
      forgetPerson(client)
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Выйти не получилось', message: error.message }),
  })
  return (
    <Menu>
      <Menu.Target>
        <UnstyledButton className={classes.me} aria-label={`${me.name}, ${roleWords[me.role]}: меню`}>
          <span className={classes.initials} aria-hidden>
            {initials(me.name)}
          </span>
          <span className={classes.name}>{me.name}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{me.name}</strong>
          <span>{roleWords[me.role]}</span>
        </div>
        <Menu.Divider />
        <Menu.Item
          leftSection={isDark ? <IconSun size={16} /> : <IconMoon size={16} />}
          onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
        >
          {isDark ? 'Светлое оформление' : 'Тёмное оформление'}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => leave.mutate()} disabled={leave.isPending}>
          Выйти
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean)
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}
