import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'

/**
 * `npm run bench -- start`: how long the demo takes to be ready for the first time and again, how long the whole base takes to
 * pull, and how much memory the hub holds when nothing happens. Figures move with what else the machine does: compare
 * within one run.
 */
const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'hub-bench-'))
const ports = { HUB_PORT: '18080', TWIN_PORT: '18081', TWIN_SMTP_PORT: '18025' }

try {
  const first = await start()
  await stop(first.hub)
  const pull = pullSeconds()
  const again = await start()
  await settled()
  const rss = residentMb(again.hub.pid)
  await stop(again.hub)
  console.table({
    'ready, first time (base made and pulled), s': first.seconds,
    'ready, second time, s': again.seconds,
    'pull of the whole base, s': pull.seconds,
    'records pulled': pull.records,
    'records a second': Math.round(pull.records / pull.seconds),
    'RSS of the hub, idle, MB': rss,
  })
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function start(): Promise<{ hub: ChildProcess; seconds: number }> {
  const began = performance.now()
  const { ONEC_URL: _, ...env } = process.env
  const hub = spawn(process.execPath, [join(root, 'scripts/hub.mjs'), 'start'], {
    cwd: root,
    env: { ...env, ...ports, HUB_DATA: folder, HUB_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    hub.once('exit', (code) => reject(new Error(`the hub ended with ${code} before it was ready`)))
    hub.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Realtor Hub: http'))
        resolve({ hub, seconds: round((performance.now() - began) / 1000) })
    })
  })
}

function stop(hub: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    hub.removeAllListeners('exit')
    hub.once('exit', () => resolve())
    hub.kill('SIGTERM')
  })
}

/** From the journal: the first whole pull, and how many records it brought. */
function pullSeconds(): { seconds: number; records: number } {
  const db = new SQLite(join(folder, 'hub.db'), { readonly: true })
  const at = (step: string) =>
    Date.parse((db.prepare('select at from journal_entry where step = ? order by id').get(step) as { at: string }).at)
  const entities = db.prepare("select facts from journal_entry where step = 'pull.entity'").all() as { facts: string }[]
  const records = entities.reduce((sum, { facts }) => sum + (JSON.parse(facts) as { stored: number }).stored, 0)
  const seconds = round((at('pull.finished') - at('pull.started')) / 1000)
  db.close()
  return { seconds, records }
}

/** Ten seconds of nothing, so that what start-up allocated can go. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10_000))
}

function residentMb(pid: number | undefined): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

function round(seconds: number): number {
  return Math.round(seconds * 100) / 100
}
