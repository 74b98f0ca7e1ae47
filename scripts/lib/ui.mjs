import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { fingerprint, readStamp } from './fingerprint.mjs'
import { Problem, say, showProgress } from './report.mjs'
import { run } from './run.mjs'
import { toolNode } from './runtime.mjs'

const config = 'src/web/client/vite.config.ts'
const sources = ['src/web/client', 'src/web/api/contract.ts', 'src/model', 'package-lock.json']

/**
 * The step that builds the browser application into dist/web when what it is made of has changed. Built aside and
 * moved into place whole, so that a build that fails or is interrupted leaves the last good one.
 */
export function ui(root) {
  const target = join(root, 'dist', 'web')
  const stamp = join(target, '.stamp')
  return {
    isDone: () => readStamp(stamp) === fingerprint(root, sources),
    async run(holdFor) {
      const building = fingerprint(root, sources)
      const fresh = join(root, 'dist', '.web-new')
      rmSync(fresh, { recursive: true, force: true })
      say('building the web workplace')
      const stop = showProgress((seconds) => `building the web workplace: ${seconds} s`)
      const { code, output } = await build(root, fresh, holdFor).finally(stop)
      if (code !== 0) {
        rmSync(fresh, { recursive: true, force: true })
        throw new Problem(`the web workplace was not built:\n${reasonIn(output)}`)
      }
      mkdirSync(fresh, { recursive: true })
      writeFileSync(join(fresh, '.stamp'), `${building}\n`)
      swap(fresh, target)
      say(`built the web workplace in ${stop()} s`)
    },
  }
}

/**
 * NODE_ENV is set because any other value in the caller's environment would put React's development build into the
 * bundle.
 */
function build(root, outDir, onStart) {
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  return run(
    toolNode(root),
    [vite, 'build', '--config', config, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'],
    {
      cwd: root,
      onStart,
      env: { ...process.env, NODE_ENV: 'production' },
    },
  )
}

function swap(fresh, target) {
  const old = join(target, '..', '.web-old')
  rmSync(old, { recursive: true, force: true })
  if (existsSync(target)) renameSync(target, old)
  renameSync(fresh, target)
  rmSync(old, { recursive: true, force: true })
}

/** What vite said up to where its own stack begins. */
function reasonIn(output) {
  const lines = stripVTControlCharacters(output).split('\n')
  const stack = lines.findIndex((line) => /^\s+at /.test(line))
  const words = lines.slice(0, stack < 0 ? undefined : stack).filter((line) => line.trim())
  return words.join('\n') || 'vite said nothing; run "npm run build:ui" to see more'
}
