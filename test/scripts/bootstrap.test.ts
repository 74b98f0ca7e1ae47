import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { checkout, environment, fakeNpm, type Outcome, read, start, systemNode, write } from './checkout.ts'

const nodes = new Map([process.execPath, systemNode() ?? process.execPath].map((path) => [versionOf(path), path]))

function versionOf(node: string): string {
  return execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()
}

function begin(root: string, args: string[] = [], extra: Record<string, string> = {}, node = process.execPath) {
  const env = environment({ npm_execpath: fakeNpm, FAKE_NPM_NODE: process.execPath, ...extra })
  return start(node, ['scripts/bootstrap.mjs', ...args], { cwd: root, env })
}

function bootstrap(root: string, args: string[] = [], extra: Record<string, string> = {}, node = process.execPath) {
  return begin(root, args, extra, node).done
}

const patience = { timeout: 10_000, interval: 20 }

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const installs = (root: string) => read(root, 'npm.log').split('\n').length - 1

/** An expected problem: exit code 1 and one line for a person. */
function expectProblem({ code, stderr, stdout }: Outcome, what: string | RegExp) {
  const lines = stderr.trimEnd().split('\n')
  expect(lines.at(-1)).toMatch(what)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
}

describe.each([...nodes])('bootstrap on Node %s', (_, node) => {
  it('installs from the lock without install scripts, once', async () => {
    const root = checkout()
    const first = await bootstrap(root, [], {}, node)
    expect(first.stderr).toMatch(/installing .*\n.*installed .* in \d+ s\n$/s)
    expect(first.code).toBe(0)
    expect(read(root, 'npm.log')).toMatch(/^ci --ignore-scripts /)

    expect(await bootstrap(root, [], {}, node)).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
    expect(installs(root)).toBe(1)
  })

  it('builds the browser application with the Node that came with the packages', async () => {
    const root = checkout(client())
    expect(await bootstrap(root, ['ui'], {}, node)).toMatchObject({ code: 0 })
    expect(read(root, 'dist/web/index.html')).toBe(`hello, production, ${process.version}`)
  })
})

describe('installing', () => {
  it('works with the real npm', async () => {
    const root = checkout({
      'package.json': '{ "name": "checkout", "version": "1.0.0", "dependencies": { "part": "file:part" } }',
      'package-lock.json': JSON.stringify({
        name: 'checkout',
        version: '1.0.0',
        lockfileVersion: 3,
        packages: {
          '': { name: 'checkout', version: '1.0.0', dependencies: { part: 'file:part' } },
          'node_modules/part': { resolved: 'part', link: true },
          part: { version: '1.0.0' },
        },
      }),
      'part/package.json': '{ "name": "part", "version": "1.0.0" }',
    })
    expect(await bootstrap(root, [], { npm_execpath: process.env.npm_execpath ?? '' })).toMatchObject({ code: 0 })
    expect(read(root, 'node_modules/part/package.json')).toContain('"part"')
    expect(await bootstrap(root, [], { PATH: '' })).toMatchObject({ code: 0, stderr: '' })
  })

  it('is repeated when the lock has changed', async () => {
    const root = checkout()
    await bootstrap(root)
    write(root, { 'package-lock.json': '{ "packages": {}, "changed": true }' })
    await bootstrap(root)
    expect(installs(root)).toBe(2)
  })

  it('is repeated after it was interrupted', async () => {
    const root = checkout()
    const first = begin(root, [], { FAKE_NPM_WAITS: 'yes' })
    await vi.waitUntil(() => installs(root) === 1, patience)
    first.child.kill('SIGTERM')
    expect((await first.done).code).toBe(128 + 15)
    expect(readdirSync(join(root, 'dist'))).toEqual([])
    await vi.waitUntil(() => !isAlive(Number(read(root, 'npm.pid'))), patience)

    expect(await bootstrap(root)).toMatchObject({ code: 0 })
    expect(existsSync(join(root, 'node_modules/.hub-stamp'))).toBe(true)
  })

  it('is done by one of two that start at once, while the other waits', async () => {
    const root = checkout()
    const first = begin(root, [], { FAKE_NPM_WAITS: 'yes' })
    await first.says('installing')
    const second = begin(root)
    await second.says(`process ${first.child.pid}`)
    write(root, { go: '' })
    expect(await Promise.all([first.done, second.done])).toMatchObject([{ code: 0 }, { code: 0 }])
    expect(installs(root)).toBe(1)
    expect(readdirSync(join(root, 'dist'))).toEqual([])
  })

  it('takes over from one that died', async () => {
    const dead = spawnSync(process.execPath, ['--version']).pid
    const root = checkout({ 'dist/.bootstrap-lock/owner': String(dead) })
    expect(await bootstrap(root)).toMatchObject({ code: 0 })
    expect(readdirSync(join(root, 'dist'))).toEqual([])
  })

  it('waits for the npm of one that was killed', async () => {
    const root = checkout()
    const first = begin(root, [], { FAKE_NPM_WAITS: 'yes' })
    await vi.waitUntil(() => installs(root) === 1, patience)
    first.child.kill('SIGKILL')
    const second = begin(root)
    await second.says('waiting for it')
    write(root, { go: '' })
    await first.done
    expect(await second.done).toMatchObject({ code: 0 })
    expect(installs(root)).toBe(2)
  })

  it.runIf(existsSync('/proc/self/stat'))(
    'takes over from one that died even when its number is in use again',
    async () => {
      const root = checkout({ 'dist/.bootstrap-lock/owner': `${process.pid} 1` })
      expect(await bootstrap(root)).toMatchObject({ code: 0 })
    },
  )

  it('says in one line that there is no network', async () => {
    const root = checkout()
    const error =
      'npm error code ENOTFOUND\nnpm error syscall getaddrinfo\nnpm error A complete log of this run can be found in: x'
    expectProblem(
      await bootstrap(root, [], { FAKE_NPM_FAILS: error }),
      'npm ci failed: the package registry cannot be reached',
    )
    expect(existsSync(join(root, 'node_modules/.hub-stamp'))).toBe(false)
  })

  it('names the path npm may not write to', async () => {
    const error = 'npm error code EACCES\nnpm error path /srv/cache'
    expectProblem(
      await bootstrap(checkout(), [], { FAKE_NPM_FAILS: error }),
      'npm ci failed: /srv/cache: npm may not write',
    )
  })

  it("repeats npm's own words for a failure it does not know", async () => {
    const error = 'npm error code EODD\nnpm error something odd'
    expectProblem(await bootstrap(checkout(), [], { FAKE_NPM_FAILS: error }), 'something odd')
  })

  it('says in one line that there is no npm', async () => {
    expectProblem(await bootstrap(checkout(), [], { npm_execpath: '', PATH: '' }), 'npm was not found')
  })

  it('does not take another package manager for npm', async () => {
    const path = join(import.meta.dirname, 'pnpm.cjs')
    expectProblem(await bootstrap(checkout(), [], { npm_execpath: path, PATH: '' }), 'npm was not found')
  })

  it('says in one line that the folder cannot be written to', async () => {
    const root = checkout()
    const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
    execFileSync('chmod', ['a-w', root])
    const env = environment({ npm_execpath: fakeNpm })
    const { done } = start(process.execPath, ['scripts/bootstrap.mjs'], { cwd: root, env, ...nobody })
    expectProblem(await done, `${join(root, 'dist')}: no permission to write`)
    execFileSync('chmod', ['u+w', root])
  })

  it('says in one line that Node is too old', async () => {
    const fake = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"18.20.8"}})'
    const args = ['--import', fake, 'scripts/bootstrap.mjs']
    const { done } = start(process.execPath, args, { cwd: checkout(), env: environment() })
    expectProblem(await done, 'Node 20 or newer is needed to install, this is 18.20.8')
  })

  it('says which arguments it knows', async () => {
    expectProblem(await bootstrap(checkout(), ['iu']), '"iu" is not one of: ui, chromium')
  })
})

/** A browser application, and a vite that writes its text as the page, or half of it and an error when it says so. */
function client(text = 'hello'): Record<string, string> {
  return {
    'src/web/client/page.txt': text,
    'src/web/api/contract.ts': '',
    'src/model/unit.ts': '',
    'vendor/vite/package.json': '{ "type": "module" }',
    'vendor/vite/bin/vite.js': `
      import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
      const outDir = process.argv[process.argv.indexOf('--outDir') + 1]
      const text = readFileSync('src/web/client/page.txt', 'utf8')
      mkdirSync(outDir, { recursive: true })
      writeFileSync(outDir + '/index.html', [text, process.env.NODE_ENV, process.version].join(', '))
      if (text === 'broken') {
        console.error('error during build:\\npage.txt: broken\\n    at transform (plugin.js:1:2)')
        process.exit(1)
      }
    `,
  }
}

describe('building the browser application', () => {
  const page = (root: string) => read(root, 'dist/web/index.html').split(',')[0]

  it('is done once for the same sources', async () => {
    const root = checkout(client())
    expect((await bootstrap(root, ['ui'])).stderr).toMatch(/built the web workplace in \d+ s\n$/)
    expect(await bootstrap(root, ['ui'])).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
    expect(readdirSync(join(root, 'dist'))).toEqual(['web'])
  })

  it.each(['src/web/client/page.txt', 'src/web/api/contract.ts', 'src/model/unit.ts'])(
    'is done again when %s has changed',
    async (path) => {
      const root = checkout(client())
      await bootstrap(root, ['ui'])
      write(root, { [path]: 'changed', 'dist/web/old.js': '' })
      await bootstrap(root, ['ui'])
      expect(page(root)).toBe(path.endsWith('page.txt') ? 'changed' : 'hello')
      expect(existsSync(join(root, 'dist/web/old.js'))).toBe(false)
    },
  )

  it('leaves the last good one when it fails, and says why', async () => {
    const root = checkout(client())
    await bootstrap(root, ['ui'])
    write(root, { 'src/web/client/page.txt': 'broken' })
    expectProblem(await bootstrap(root, ['ui']), 'page.txt: broken')
    expect(page(root)).toBe('hello')

    write(root, { 'src/web/client/page.txt': 'mended' })
    expect(await bootstrap(root, ['ui'])).toMatchObject({ code: 0 })
    expect(page(root)).toBe('mended')
  })
})
