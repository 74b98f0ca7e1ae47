import { useMemo, useState } from 'react'

/**
 * Keeps the order of a live list while the pointer is over it: rows change in place, gone ones leave, new ones wait until
 * the pointer does. Spread `hold` on the element that contains the rows; `waiting` is how many are held back.
 */
export function useSteadyRows<T>(rows: readonly T[], keyOf: (row: T) => string) {
  const [held, setHeld] = useState<readonly string[] | null>(null)
  const shown = useMemo(() => {
    if (!held) return rows
    const byKey = new Map(rows.map((row) => [keyOf(row), row]))
    return held.flatMap((key) => byKey.get(key) ?? [])
  }, [rows, held, keyOf])
  return {
    rows: shown,
    waiting: rows.length - shown.length,
    hold: { onPointerEnter: () => setHeld(rows.map(keyOf)), onPointerLeave: () => setHeld(null) },
  }
}
