import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Folder of the worlds that others begin from; lasts as long as the run. */
    templates: string
  }
}

/** Set-up of the whole run: room for what test files share. */
export default function templates({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'hub-templates-'))
  provide('templates', folder)
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}
