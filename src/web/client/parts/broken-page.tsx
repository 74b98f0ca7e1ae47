import { useRouter } from '@tanstack/react-router'
import { FailureNote } from './failure-note.tsx'

/** Instead of a page that could not be drawn at all. */
export function BrokenPage({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter()
  const retry = () => {
    reset()
    void router.invalidate()
  }
  return <FailureNote error={error} onRetry={retry} />
}
