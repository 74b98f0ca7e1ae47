import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkout, environment, start, systemNode } from './checkout.ts'

const system = systemNode()
const oldNode = system && !canRunTypeScript(system) ? system : null

function canRunTypeScript(node: string): boolean {
  const [major = 0, minor = 0] = execFileSync(node, ['--version'], { encoding: 'utf8' }).slice(1).split('.').map(Number)
  return major > 22 || (major === 22 && minor >= 18)
}

/** A hub whose commands are what a person or a supervisor can do to a process. */
const cli = `
  const commands: Record<string, (rest: string[]) => number | Promise<number>> = {
    say: (rest) => (console.log(process.version, ...rest), 7),
    die: () => (process.kill(process.pid, 'SIGKILL'), new Promise<number>(() => {})),
    wait: () => new Promise<number>((resolve) => {
      process.once('SIGTERM', () => (console.log('bye'), clearInterval(alive), resolve(3)))
      const alive = setInterval(() => {}, 1000)
      console.log('waiting', process.pid)
    }),
    echo: () => new Promise<number>((resolve) => {
      process.on('message', (text) => process.send?.('heard ' + text))
      process.on('disconnect', () => resolve(0))
      process.send?.('ready')
    }),
    need: async () => { await import('no-such-package'); return 0 },
  }
  export function run([command = '', ...rest]: string[]): Promise<number> {
    return Promise.resolve(commands[command]?.(rest) ?? 1)
  }
`

function hubFolder({ bundled = true } = {}): string {
  const root = checkout({
    'src/cli.ts': cli,
    'src/twin/main.ts': "console.log('twin', process.argv.slice(2))\nexport {}\n",
  })
  if (bundled) {
    mkdirSync(join(root, 'node_modules/.bin'), { recursive: true })
    symlinkSync(process.execPath, join(root, 'node_modules/.bin/node'))
  }
  return root
}

function behaves(node: string) {
  const hub = (args: string[], options = {}) =>
    start(node, [join(hubFolder(), 'scripts/hub.mjs'), ...args], { env: environment(), ...options })

  it('hands the arguments to the command and ends with its exit code', async () => {
    const { stdout, stderr, code } = await hub(['say', 'a', 'b c']).done
    expect({ stdout, stderr, code }).toEqual({ stdout: `${process.version} a b c\n`, stderr: '', code: 7 })
  })

  it('starts the twin without the rest of the hub', async () => {
    expect(await hub(['twin', '--seed=1']).done).toMatchObject({ stdout: "twin [ 'twin', '--seed=1' ]\n", code: 0 })
  })

  it('passes a signal on and waits for an orderly end', async () => {
    const { child, says, done } = hub(['wait'])
    await says('waiting')
    child.kill('SIGTERM')
    expect(await done).toMatchObject({ stdout: expect.stringContaining('bye'), code: 3, signal: null })
  })

  it('ends by the signal that ended the hub', async () => {
    expect(await hub(['die']).done).toMatchObject({ code: null, signal: 'SIGKILL' })
  })

  it('leaves no hub behind when it is killed outright', async () => {
    const { child, says, done } = hub(['wait'])
    await says('waiting')
    child.kill('SIGKILL')
    expect((await done).signal).toBe('SIGKILL')
  })

  it('ends in order when npm is ended, whose shell passes nothing on', async () => {
    const env = { ...environment(), npm_lifecycle_event: 'start' }
    const command = `"${node}" "${join(hubFolder(), 'scripts/hub.mjs')}" wait; true`
    const { child: shell, says, done } = start('sh', ['-c', command], { env })
    await says('waiting')
    shell.kill('SIGTERM')
    expect((await done).stdout).toContain('bye')
  })

  it('passes messages both ways for a parent that talks to it', async () => {
    const { child } = hub(['echo'], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })
    const heard = await new Promise((resolve) => {
      child.on('message', (text) => (text === 'ready' ? child.send('you') : resolve(text)))
    })
    expect(heard).toBe('heard you')
    child.disconnect()
    expect(await once(child, 'exit')).toEqual([0, null])
  })

  it('says in one line that the packages are not installed', async () => {
    const { code, stderr } = await hub(['need']).done
    expect(stderr).toBe('Realtor Hub: the packages are not installed; run "node scripts/bootstrap.mjs" first\n')
    expect(code).toBe(1)
  })
}

describe('the command on a Node that runs it', () => behaves(process.execPath))

describe.runIf(oldNode)('the command on an older Node', () => {
  const node = oldNode ?? ''
  behaves(node)

  it('says in one line what to do when no newer Node is installed', async () => {
    const root = hubFolder({ bundled: false })
    const { code, stderr } = await start(node, [join(root, 'scripts/hub.mjs'), 'say'], { env: environment() }).done
    expect(stderr).toMatch(
      /^Realtor Hub: Node 22\.18 or newer is needed, this is .*; run "node scripts\/bootstrap\.mjs".*\n$/,
    )
    expect(code).toBe(1)
  })
})
