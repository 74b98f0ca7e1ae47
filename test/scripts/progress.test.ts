import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { expect, it, vi } from 'vitest'

const report = pathToFileURL(join(import.meta.dirname, '../../scripts/lib/report.mjs')).href
const { showProgress } = await import(report)

async function shown(isTTY: boolean): Promise<string> {
  let text = ''
  const stream = { isTTY, write: (more: string) => (text += more) }
  const stop = showProgress((seconds: number) => `at work: ${seconds} s`, { stream, everyMs: 1 })
  await vi.waitUntil(() => text.split('at work').length > 2, { timeout: 10_000, interval: 1 })
  stop()
  const length = text.length
  await nextTurn()
  expect(text).toHaveLength(length)
  return text
}

it('adds a line now and then where the output is kept', async () => {
  expect(await shown(false)).toMatch(/^(bootstrap: at work: 0 s\n){2,}$/)
})

it('redraws one line on a terminal and leaves nothing behind', async () => {
  const line = '\r\x1b[2K'
  const text = await shown(true)
  expect(text.startsWith(`${line}at work: 0 s${line}at work: 0 s`)).toBe(true)
  expect(text.endsWith(line)).toBe(true)
})
