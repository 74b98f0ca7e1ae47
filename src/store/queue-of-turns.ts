/**
 * Makes a queue of turns: each call of what it returns resolves in a turn of the event loop that no other caller of the same
 * queue gets, in the order of asking. The database answers without pausing, so what asks it runs to its end and lets nothing
 * else in: a hundred questions at once would be one long turn, with everybody else outside.
 */
export function queueOfTurns(): () => Promise<void> {
  const waiting: (() => void)[] = []
  const next = () => {
    waiting.shift()?.()
    if (waiting.length > 0) setImmediate(next)
  }
  return () =>
    new Promise((resolve) => {
      if (waiting.push(resolve) === 1) setImmediate(next)
    })
}
