import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/**
 * `npm run bench -- preview`: how long an administrator who types waits for the answer of the page «Соответствия»: one edit of
 * `client.yaml` after another, tried on five records through HTTP, against a bare `/api/me` of the same hub in turns.
 */
const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'hub-bench-'))
const ports = { HUB_PORT: '18082', TWIN_PORT: '18083', TWIN_SMTP_PORT: '18026' }
const address = `http://127.0.0.1:${ports.HUB_PORT}/api`
const rounds = 300
const wantedMs = 300

const hub = await start()
try {
  const headers = await signIn()
  const post = async (path: string, body: object) => {
    const answer = await fetch(address + path, { method: 'POST', headers, body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
    return answer.json()
  }
  const { text, file } = await (await fetch(`${address}/mappings/client/file`, { headers })).json()
  const { id: sample, records } = await post('/mappings/samples', { file, text })
  if (records?.length !== 5) throw new Error('the demo base gave no five clients to try the mapping on')

  const previews: number[] = []
  const bare: number[] = []
  for (let round = 0; round < rounds; round++) {
    // No two edits alike, every other one with a typo.
    const edited = `${text.replace('lastName: Фамилия', `lastName: ${round % 2 ? 'Отчество' : 'Фамили'}`)}# ${round}\n`
    previews.push(await timed(() => post('/mappings/preview', { file, text: edited, sample })))
    bare.push(await timed(async () => (await fetch(`${address}/me`, { headers })).json()))
  }
  console.table({ preview: figures(previews), '/api/me': figures(bare) })
  const p95 = at(previews, 0.95)
  console.table([{ figure: 'preview, p95, ms', value: p95, 'at most': wantedMs, met: p95 <= wantedMs ? 'yes' : 'NO' }])
} finally {
  await stop(hub)
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
}

function start(): Promise<ChildProcess> {
  const { ONEC_URL: _, ...env } = process.env
  const child = spawn(process.execPath, [join(root, 'scripts/hub.mjs'), 'start'], {
    cwd: root,
    env: { ...env, ...ports, HUB_DATA: folder, HUB_LOG_LEVEL: 'error' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the hub ended with ${code} before it was ready`)))
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('Realtor Hub: http')) resolve(child)
    })
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit')
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

async function signIn(): Promise<Record<string, string>> {
  const headers = { 'Content-Type': 'application/json', 'X-Requested-With': 'realtor-hub' }
  const body = JSON.stringify({ login: 'admin', password: 'demo' })
  const answer = await fetch(`${address}/login`, { method: 'POST', headers, body })
  return { ...headers, Cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}

async function timed(ask: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await ask()
  return performance.now() - began
}

function figures(times: readonly number[]) {
  return { 'p50, ms': at(times, 0.5), 'p95, ms': at(times, 0.95), 'max, ms': at(times, 1) }
}

function at(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN) * 10) / 10
}
