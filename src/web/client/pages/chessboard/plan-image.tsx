import { useState } from 'react'
import classes from './plan-image.module.css'

/** A plan is a drawing on white, so it keeps white paper in the dark scheme. A plan that does not load leaves no hole. */
export function PlanImage({ url, className }: { url: string; className?: string | undefined }) {
  const [broken, setBroken] = useState<string | null>(null)
  if (broken === url) return null
  return (
    <div className={[classes.paper, className].filter(Boolean).join(' ')}>
      <img src={url} alt="Планировка" onError={() => setBroken(url)} />
    </div>
  )
}
