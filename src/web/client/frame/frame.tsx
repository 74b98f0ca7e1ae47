import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { useEffect } from 'react'
import { followChanges } from '../api/live.ts'
import { meQuery } from '../api/queries.ts'
import classes from './frame.module.css'
import { LostBanner } from './lost-banner.tsx'
import { Rail } from './rail.tsx'
import { TopBar } from './top-bar.tsx'

/** Rail, top bar and the page between them. Live changes are followed exactly as long as somebody is logged in. */
export function Frame() {
  const client = useQueryClient()
  const { data: me } = useQuery(meQuery)
  useEffect(() => followChanges(client), [client])
  if (!me) return null
  return (
    <div className={classes.frame}>
      <Rail role={me.role} />
      <TopBar me={me} />
      <LostBanner />
      <main className={classes.page}>
        <Outlet />
      </main>
    </div>
  )
}
