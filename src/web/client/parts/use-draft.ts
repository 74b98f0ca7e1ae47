import { useState } from 'react'
import { z } from 'zod'

const Draft = z.object({ text: z.string(), seen: z.number() })

/** A text that is being written, and the version of what is saved that it was begun from. */
export type Draft = z.infer<typeof Draft>

const prefix = 'draft:'

/**
 * A text somebody began to write, kept through reload and failure until it is saved or dropped; for this tab only, because
 * what is written of people must not stay on a shared machine. `name` is whose draft of what.
 */
export function useDraft(name: string): [Draft | null, (draft: Draft | null) => void] {
  const [draft, setDraft] = useState(() => read(name))
  return [
    draft,
    (next) => {
      setDraft(next)
      if (next) sessionStorage.setItem(prefix + name, JSON.stringify(next))
      else sessionStorage.removeItem(prefix + name)
    },
  ]
}

function read(name: string): Draft | null {
  try {
    return Draft.nullable()
      .catch(null)
      .parse(JSON.parse(sessionStorage.getItem(prefix + name) ?? 'null'))
  } catch {
    return null
  }
}

/** Nothing one person wrote is left for the next. */
export function forgetDrafts(): void {
  for (const name of Object.keys(sessionStorage)) if (name.startsWith(prefix)) sessionStorage.removeItem(name)
}
