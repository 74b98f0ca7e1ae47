import { type ReactNode, useState } from 'react'
import classes from './plan-image.module.css'

interface PlanImageProps {
  url: string
  className?: string | undefined
  /** What stands there when the picture does not load; nothing when absent. */
  broken?: ReactNode
}

/** A plan is a drawing on white, so it keeps white paper in the dark scheme. */
export function PlanImage({ url, className, broken }: PlanImageProps) {
  const [failed, setFailed] = useState<string | null>(null)
  if (failed === url) return broken
  return (
    <div className={[classes.paper, className].filter(Boolean).join(' ')}>
      <img src={url} alt="Планировка" onError={() => setFailed(url)} />
    </div>
  )
}
