import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const project = resolve(import.meta.dirname, '../..')

/**
 * A folder with the project's real scripts and the given files, removed when the test is over.
 * npm is not ours: the one of these tests (`fake/npm-cli.js`) copies `vendor/` to node_modules.
 */
export function checkout(files: Record<string, string> = {}): string {
  const root = mkdtempSync(join(tmpdir(), 'hub-checkout-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  chmodSync(root, 0o755)
  for (const path of [
    'scripts/bootstrap.mjs',
    'scripts/hub.mjs',
    'scripts/test-summary.mjs',
    'scripts/lib',
    '.ci/run',
  ]) {
    cpSync(join(project, path), join(root, path), { recursive: true })
  }
  write(root, {
    'package.json': '{ "name": "checkout", "type": "module" }\n',
    'package-lock.json': emptyLock,
    ...files,
  })
  return root
}

const emptyLock = '{ "name": "checkout", "lockfileVersion": 3, "packages": { "": {} } }\n'

export function write(root: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

export function read(root: string, path: string): string {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : ''
}

export const fakeNpm = join(import.meta.dirname, 'fake', 'npm-cli.js')

export interface Outcome {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

export interface Running {
  child: ChildProcess
  /** Resolves when the process ended and nobody holds its output any more. */
  done: Promise<Outcome>
  /** Resolves once the output so far contains the text; rejects when the process ends without it. */
  says(text: string): Promise<void>
}

/** Starts a program; it is killed if the test ends before it. */
export function start(program: string, args: string[], options: SpawnOptions = {}): Running {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  onTestFinished(() => void child.kill('SIGKILL'))
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text
  })
  const done = new Promise<Outcome>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  const says = (text: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => (stdout + stderr).includes(text) && resolve()
      child.stdout?.on('data', check)
      child.stderr?.on('data', check)
      done.then(() => reject(new Error(`ended without saying "${text}":\n${stdout}${stderr}`)), reject)
      check()
    })
  return { child, done, says }
}

/** The environment of this test without what npm and CI put there, so that only what a test sets counts. */
export function environment(extra: Record<string, string> = {}): Record<string, string> {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_|CI$|HUB_|NODE_ENV$|VITEST)/.test(name))
  return { ...Object.fromEntries(own.map(([name, value]) => [name, value ?? ''])), ...extra }
}

/** The first `node` on the path that did not come with the packages: the one npm itself runs on. */
export function systemNode(): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return folders.map((folder) => join(folder, 'node')).find((path) => existsSync(path)) ?? null
}
