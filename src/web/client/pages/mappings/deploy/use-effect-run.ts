import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import type { Effect } from '../../../../api/mappings/deploy-contract.ts'
import { useCommand } from '../../../parts/use-command.ts'
import { type EditedFiles, effectQuery, startEffect, stopEffect } from './deploy-queries.ts'

const Tried = z.object({ id: z.string(), files: z.record(z.string(), z.string().nullable()) })
type Tried = z.infer<typeof Tried>

/** The trial of this browser tab: it goes on while its person looks at another page. */
const kept = 'realtor-hub.mapping-effect'

function readTried(): Tried | null {
  try {
    const parsed = Tried.safeParse(JSON.parse(sessionStorage.getItem(kept) ?? 'null'))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

function keepTried(tried: Tried | null): void {
  try {
    if (tried === null) sessionStorage.removeItem(kept)
    else sessionStorage.setItem(kept, JSON.stringify(tried))
  } catch {
    // Without it the trial is only forgotten with the page.
  }
}

const textOf = (files: EditedFiles) => JSON.stringify(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))

/** A trial of the edited files, the last one of this tab. */
export function useEffectRun(files: EditedFiles) {
  const [tried, setTried] = useState(readTried)
  const query = useQuery(effectQuery(tried?.id ?? null))
  const note = (next: Tried | null) => {
    keepTried(next)
    setTried(next)
  }
  const start = useCommand({
    run: async () => {
      const { id } = await startEffect(files)
      note({ id, files: { ...files } })
      return { message: 'Проверка началась. Можно уйти с этой страницы.' }
    },
    done: '',
    failed: 'Начать проверку не получилось',
  })
  const stop = useCommand({ run: stopEffect, done: '', failed: 'Остановить не получилось' })
  const effect: Effect | null = (tried && query.data) ?? null
  return {
    effect,
    error: tried ? query.error : null,
    /** Whether the trial was of the texts as they are now. */
    isOfThese: tried !== null && textOf(tried.files) === textOf(files),
    start,
    stop,
    forget: () => note(null),
  }
}
