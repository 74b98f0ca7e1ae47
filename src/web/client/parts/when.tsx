import { empty } from '../format/empty.ts'
import { formatRelative } from '../format/relative-time.ts'
import { formatInstant } from '../format/time.ts'
import { useNow } from './use-now.ts'

/** A moment as people say it, exact on hover. */
export function When({ at, none = empty }: { at: string | null; none?: string }) {
  const now = useNow()
  if (at === null) return <span>{none}</span>
  return (
    <time dateTime={at} title={formatInstant(at)}>
      {formatRelative(at, now)}
    </time>
  )
}
