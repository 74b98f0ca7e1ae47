#!/usr/bin/env node
/**
 * The command `realtor-hub`. The hub runs unbuilt, which takes Node 22.18 or newer; under an older one (where the
 * database driver would crash without a word) this file hands over to the Node that is installed with the packages.
 */
import module from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endWithNpm, endWithParent, respawn } from './lib/respawn.mjs'
import { bundledNode, isAtLeast, neededNode } from './lib/runtime.mjs'

const root = resolve(fileURLToPath(import.meta.url), '../..')

async function main(argv) {
  // Keeps the stripped and compiled code: the next start is faster and does without the compiler's 40 MB.
  module.enableCompileCache?.(resolve(root, 'node_modules/.cache/realtor-hub'))
  if (argv[0] === 'twin') {
    await import('../src/twin/main.ts')
    return
  }
  const { run } = await import('../src/cli.ts')
  process.exitCode = await run(argv)
}

endWithNpm()
if (isAtLeast(process.versions.node, neededNode)) {
  endWithParent()
  try {
    await main(process.argv.slice(2))
  } catch (error) {
    if (error?.code !== 'ERR_MODULE_NOT_FOUND' || !error.message.startsWith('Cannot find package')) throw error
    console.error('Realtor Hub: the packages are not installed; run "node scripts/bootstrap.mjs" first')
    process.exitCode = 1
  }
} else {
  const node = bundledNode(root)
  if (node && respawn(node)) {
    // The child now is the hub; this process only passes on signals and the exit code.
  } else {
    console.error(
      `Realtor Hub: Node ${neededNode} or newer is needed, this is ${process.versions.node}; ` +
        'run "node scripts/bootstrap.mjs" to install one beside the packages, or install it yourself',
    )
    process.exitCode = 1
  }
}
