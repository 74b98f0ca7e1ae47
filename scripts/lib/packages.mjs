import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fingerprint, readStamp } from './fingerprint.mjs'
import { Problem, say, showProgress } from './report.mjs'
import { run } from './run.mjs'

/**
 * The step that installs exactly what package-lock.json says. No package needs an install script, so none is run. The
 * stamp is written last: an installation that was interrupted is repeated.
 */
export function packages(root) {
  const stamp = join(root, 'node_modules', '.hub-stamp')
  const expected = () =>
    `${process.platform}-${process.arch} ${fingerprint(root, ['package.json', 'package-lock.json'])}`
  return {
    isDone: () => readStamp(stamp) === expected(),
    async run(holdFor) {
      const installing = expected()
      const places = placesToFill(root)
      say(`installing up to ${places.length} packages, which takes a minute or two the first time`)
      const stop = showProgress((seconds) => `installing: ${seconds} s, ${filled(places)} packages so far`)
      const { code, output } = await npm(root, holdFor).finally(stop)
      if (code !== 0) throw new Problem(`npm ci failed: ${reasonOf(output)}`)
      writeFileSync(stamp, `${installing}\n`)
      say(`installed ${filled(places)} packages in ${stop()} s`)
    },
  }
}

/** package.json of every package in the lock that this platform may get; a few serve another C library. */
function placesToFill(root) {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const fits = (list, value) => !list || list.includes(value)
  return Object.entries(lock.packages ?? {})
    .filter(([path, entry]) => path && !entry.link && fits(entry.os, process.platform) && fits(entry.cpu, process.arch))
    .map(([path]) => join(root, path, 'package.json'))
}

function filled(places) {
  return places.filter((place) => existsSync(place)).length
}

/**
 * Development packages are asked for by name: with NODE_ENV=production npm would leave out the tools the build needs.
 * npm runs on the Node it was started with, not on the one in node_modules, which it is about to replace.
 */
async function npm(root, onStart) {
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--loglevel=error', '--progress=false']
  const { npm_execpath: path = '', npm_node_execpath: node = process.execPath } = process.env
  try {
    return basename(path).startsWith('npm')
      ? await run(node, [path, ...args], { cwd: root, onStart })
      : await run('npm', args, { cwd: root, onStart })
  } catch (error) {
    if (error.code === 'ENOENT') throw new Problem('npm was not found; install Node.js together with npm')
    throw error
  }
}

const unreachable =
  'the package registry cannot be reached; check the network or the proxy and run the same command again'
const forbidden = 'npm may not write there; make it writable'

const reasons = {
  EAI_AGAIN: unreachable,
  ENOTFOUND: unreachable,
  ECONNREFUSED: unreachable,
  ECONNRESET: unreachable,
  ENETUNREACH: unreachable,
  EHOSTUNREACH: unreachable,
  ETIMEDOUT: unreachable,
  FETCH_ERROR: unreachable,
  EACCES: forbidden,
  EPERM: forbidden,
  EROFS: forbidden,
  ENOSPC: 'the disk is full; free some space and run the same command again',
  EUSAGE: 'package.json and package-lock.json disagree; bring them together with "npm install" and commit both',
  EINTEGRITY:
    'a package differs from what the lock file expects; clear the cache with "npm cache clean --force" and retry',
  E404: 'the registry does not have one of the packages; check which registry npm is set up to use',
  ETARGET: 'the registry does not have one of the versions; check which registry npm is set up to use',
}

/** One sentence for the codes we know, otherwise npm's own last words. */
function reasonOf(output) {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, ''))
  const field = (name) => lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1)
  const reason = reasons[field('code')]
  if (reason === forbidden) return `${field('path') ?? 'node_modules'}: ${reason}`
  const words = lines.filter((line) => line.trim() && !line.startsWith('A complete log of this run'))
  return reason ?? (words.slice(-8).join('\n') || 'it said nothing; run "npm ci --ignore-scripts" to see more')
}
