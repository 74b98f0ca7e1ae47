import { useEffect, useState } from 'react'
import classes from './loading-words.module.css'

/** Nothing for a second, then what is awaited, then that it may be left alone. */
const stages = [
  { afterMs: 1000, text: (what: string) => `Загружаем ${what}…` },
  {
    afterMs: 3500,
    text: (what: string) => `Загружаем ${what}. Идёт дольше обычного, страницу можно оставить: данные появятся сами.`,
  },
] as const

/** Words over a skeleton. `what` is in the accusative: «звонки», «шахматку». */
export function LoadingWords({ what }: { what: string }) {
  const [stage, setStage] = useState(-1)
  useEffect(() => {
    const timers = stages.map(({ afterMs }, index) => setTimeout(() => setStage(index), afterMs))
    return () => timers.forEach(clearTimeout)
  }, [])
  return (
    <p className={classes.words} role="status">
      {stages[stage]?.text(what) ?? ''}
    </p>
  )
}
