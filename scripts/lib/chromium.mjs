import { existsSync } from 'node:fs'
import { Problem, say, showProgress } from './report.mjs'
import { run } from './run.mjs'

const apt = ['-o', 'DPkg::Lock::Timeout=300']

/**
 * Sees to a Chromium for the browser tests: `$HUB_CHROMIUM`, else the system's, else one installed with apt-get where
 * we may. Without one those tests are skipped, which one line says; where `CI` is set that is a failure instead.
 */
export async function ensureChromium({
  env = process.env,
  path = '/usr/bin/chromium',
  isRoot = process.getuid?.() === 0,
} = {}) {
  const missing = await whyMissing(env, path, isRoot)
  if (!missing) return
  if (env.CI && env.CI !== 'false') throw new Problem(`the browser tests cannot run: ${missing}`)
  say(`the browser tests will be skipped: ${missing}`)
}

/** The reason there is no Chromium after all was tried, with what to do; null when there is one. */
async function whyMissing(env, path, isRoot) {
  const chosen = env.HUB_CHROMIUM
  if (chosen) return existsSync(chosen) ? null : `HUB_CHROMIUM names ${chosen}, which does not exist`
  if (existsSync(path)) return null
  const remedy = `install Chromium as ${path} or name one in HUB_CHROMIUM`
  if (!isRoot) return `there is no ${path}, and only root can install it; ${remedy}`
  const failure = await install(env)
  if (failure) return `${failure}; ${remedy}`
  return existsSync(path) ? null : `the package chromium brought no ${path}; ${remedy}`
}

/** Installs with apt-get; resolves to the reason it could not, or null. */
async function install(env) {
  const options = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' }, endSignal: 'SIGTERM' }
  say('installing Chromium for the browser tests (about 350 MB)')
  const stop = showProgress((seconds) => `installing Chromium: ${seconds} s`)
  try {
    for (const args of [['update'], ['install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']]) {
      const { code, output } = await run('apt-get', [...apt, ...args], options)
      if (code !== 0) return `apt-get ${args[0]} failed (${lastWords(output)})`
    }
    return null
  } catch (error) {
    if (error.code === 'ENOENT') return 'there is no Chromium and no apt-get to install it'
    throw error
  } finally {
    stop()
  }
}

function lastWords(output) {
  return output.split('\n').findLast((line) => line.startsWith('E:')) ?? 'it gave no reason'
}
