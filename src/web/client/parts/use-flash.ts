import { type RefObject, useEffect, useRef } from 'react'

/** Marks an element for a moment when `value` changes under the reader's eyes; nothing happens when it first appears. */
export function useFlash<E extends HTMLElement>(value: unknown): RefObject<E | null> {
  const ref = useRef<E>(null)
  const before = useRef(value)
  useEffect(() => {
    if (Object.is(before.current, value)) return
    before.current = value
    ref.current?.animate(
      { boxShadow: ['inset 0 0 0 3px var(--flash)', 'inset 0 0 0 3px var(--flash)', 'inset 0 0 0 3px transparent'] },
      { duration: 2400, easing: 'ease-out' },
    )
  }, [value])
  return ref
}
