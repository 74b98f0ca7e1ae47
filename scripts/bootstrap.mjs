#!/usr/bin/env node
/**
 * Makes the checkout ready before an npm script runs: packages always, `ui` builds the browser application,
 * `chromium` finds or installs a browser for the tests. Does nothing, quickly, when everything is up to date. Uses
 * built-in modules only and runs on any Node from 20, because at this point neither the packages nor the newer Node
 * among them need be there.
 */
import { constants } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureChromium } from './lib/chromium.mjs'
import { exclusively } from './lib/exclusively.mjs'
import { packages } from './lib/packages.mjs'
import { explain, Problem, say } from './lib/report.mjs'
import { isAtLeast } from './lib/runtime.mjs'
import { ui } from './lib/ui.mjs'

const root = resolve(fileURLToPath(import.meta.url), '../..')
const known = ['ui', 'chromium']

async function bootstrap(wanted) {
  if (!isAtLeast(process.versions.node, '20.0')) {
    throw new Problem(`Node 20 or newer is needed to install, this is ${process.versions.node}; install a newer one`)
  }
  const strange = wanted.find((argument) => !known.includes(argument))
  if (strange !== undefined) throw new Problem(`"${strange}" is not one of: ${known.join(', ')}`)

  const steps = wanted.includes('ui') ? [packages(root), ui(root)] : [packages(root)]
  if (!steps.every((step) => step.isDone())) {
    await exclusively(join(root, 'dist', '.bootstrap-lock'), async (holdFor) => {
      for (const step of steps) if (!step.isDone()) await step.run(holdFor)
    })
  }
  if (wanted.includes('chromium')) await ensureChromium()
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]))
}

try {
  await bootstrap(process.argv.slice(2))
} catch (error) {
  say(explain(error))
  process.exitCode = 1
}
