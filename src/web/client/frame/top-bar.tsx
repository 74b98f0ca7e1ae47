import { useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Me } from '../../api/contract.ts'
import { LinkDot } from './link-dot.tsx'
import { MeMenu } from './me-menu.tsx'
import classes from './top-bar.module.css'

export function TopBar({ me }: { me: Me }) {
  const title = useMatches({
    select: (matches) => matches.findLast(({ staticData }) => staticData.title)?.staticData.title,
  })
  useEffect(() => {
    document.title = title ? `${title} — Realtor Hub` : 'Realtor Hub'
  }, [title])
  return (
    <header className={classes.bar}>
      <h1 className={classes.title}>{title}</h1>
      <LinkDot />
      <MeMenu me={me} />
    </header>
  )
}
