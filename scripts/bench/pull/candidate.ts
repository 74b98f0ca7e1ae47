import { mkdtempSync, rmSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { peakMemory } from '../../../test/peak-memory.ts'

export type Candidate = (url: string, clients: number, file: string, pageSize: number) => Promise<number>

/** One candidate in a process of its own, so that its memory is its own: `candidate.ts <name> <url> <clients> <page>`. */
const [name = '', url = '', clients = '', pageSize = ''] = process.argv.slice(2)

const candidates: Record<string, () => Promise<Candidate>> = {
  limit: async () => (await import('./limit.ts')).limit,
  naive: async () => (await import('./naive.ts')).naive,
  loop: async () => (await import('./naive.ts')).loop,
  hub: async () => (await import('./hub.ts')).hub,
}

// As `npm start` does: without it the compiler's own memory would count.
enableCompileCache(join(import.meta.dirname, '../../../node_modules/.cache/realtor-hub'))

const folder = mkdtempSync(join(tmpdir(), 'hub-bench-'))
try {
  const candidate = await candidates[name]?.()
  if (!candidate) throw new Error(`no candidate ${name}`)
  const started = performance.now()
  const read = await candidate(url, Number(clients), join(folder, 'bench.db'), Number(pageSize))
  const seconds = (performance.now() - started) / 1000
  if (read !== Number(clients)) throw new Error(`${name} has ${read} of ${clients}`)
  console.log(JSON.stringify({ rate: read / seconds, rss: peakMemory() }))
} finally {
  rmSync(folder, { recursive: true, force: true })
}
