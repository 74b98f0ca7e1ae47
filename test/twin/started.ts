import { onTestFinished } from 'vitest'
import { startTwin, type Twin } from '../../src/twin/app.ts'
import { readOptions } from '../../src/twin/options.ts'

/** A whole twin on free ports, in memory, stopped when the test ends. */
export async function started(env: Record<string, string> = {}): Promise<Twin> {
  const twin = await startTwin(readOptions({ TWIN_PORT: '0', TWIN_SMTP_PORT: '0', TWIN_TODAY: '2026-11-24', ...env }))
  onTestFinished(() => twin.close())
  return twin
}
