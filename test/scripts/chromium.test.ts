import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import { checkout, environment, read, start, write } from './checkout.ts'

/**
 * Runs the real step with a system of its own: where Chromium would be, whether we are root, and an apt-get of the
 * test.
 */
function ensureChromium(
  root: string,
  { isRoot = true, apt = '', ...extra }: { isRoot?: boolean; apt?: string; [name: string]: unknown },
) {
  if (apt) {
    write(root, { 'bin/apt-get': `#!/bin/sh\necho "$@" >> apt.log\n${apt}\n` })
    chmodSync(join(root, 'bin/apt-get'), 0o755)
  }
  const script = `
    import { explain, say } from ${JSON.stringify(pathToFileURL(join(root, 'scripts/lib/report.mjs')))}
    import { ensureChromium } from ${JSON.stringify(pathToFileURL(join(root, 'scripts/lib/chromium.mjs')))}
    const env = { ...process.env, PATH: ${JSON.stringify(`${join(root, 'bin')}`)}, ...${JSON.stringify(extra)} }
    process.env.PATH = env.PATH
    try { await ensureChromium({ env, path: 'chromium', isRoot: ${isRoot} }) } catch (error) { say(explain(error)); process.exitCode = 1 }
  `
  return start(process.execPath, ['--input-type=module', '-e', script], { cwd: root, env: environment() }).done
}

describe('bootstrap chromium', () => {
  it('is content with the browser of the system', async () => {
    expect(await ensureChromium(checkout({ chromium: '' }), {})).toMatchObject({ code: 0, stderr: '' })
  })

  it('is content with the browser named in HUB_CHROMIUM', async () => {
    const outcome = await ensureChromium(checkout({ mine: '' }), { HUB_CHROMIUM: 'mine' })
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
  })

  it('installs one with apt-get as root', async () => {
    const root = checkout()
    const outcome = await ensureChromium(root, { apt: 'case "$*" in *install*) : > chromium;; esac' })
    expect(outcome).toMatchObject({ code: 0 })
    expect(read(root, 'apt.log').split('\n')).toEqual([
      '-o DPkg::Lock::Timeout=300 update',
      '-o DPkg::Lock::Timeout=300 install -y --no-install-recommends chromium fonts-dejavu-core',
      '',
    ])
  })

  const skipped: [title: string, options: Parameters<typeof ensureChromium>[1], reason: RegExp][] = [
    ['HUB_CHROMIUM leads nowhere', { HUB_CHROMIUM: 'gone' }, /HUB_CHROMIUM names gone, which does not exist$/],
    ['we are not root', { isRoot: false }, /only root can install it; install Chromium as chromium or name one in HUB/],
    ['there is no apt-get', {}, /no apt-get to install it/],
    ['apt-get fails', { apt: 'echo "E: Unable to fetch"; exit 100' }, /apt-get update failed \(E: Unable to fetch\)/],
    ['the package is an empty one', { apt: 'true' }, /the package chromium brought no chromium/],
  ]

  it.each(skipped)('says that the browser tests are skipped when %s', async (_, options, reason) => {
    const { code, stderr } = await ensureChromium(checkout(), options)
    expect(stderr.trimEnd().split('\n').at(-1)).toMatch(/^bootstrap: the browser tests will be skipped: /)
    expect(stderr.trimEnd()).toMatch(reason)
    expect(code).toBe(0)
  })

  it('fails instead in CI', async () => {
    const { code, stderr } = await ensureChromium(checkout(), { isRoot: false, CI: 'true' })
    expect(stderr).toMatch(/^bootstrap: the browser tests cannot run: there is no chromium/)
    expect(code).toBe(1)
  })
})
