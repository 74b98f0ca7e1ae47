// Stands for npm in the tests of bootstrap: writes its arguments to npm.log and its pid to npm.pid, waits for the file `go` when told to, then fails
// with the given code or fills node_modules from vendor/ and this very Node.
import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const { FAKE_NPM_WAITS: waits, FAKE_NPM_FAILS: fails, FAKE_NPM_NODE: node = process.execPath } = process.env

// npm puts off these signals to roll back; a bootstrap that relied on them would leave it running.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})

writeFileSync('npm.pid', String(process.pid))
appendFileSync('npm.log', `${process.argv.slice(2).join(' ')}\n`)
rmSync('node_modules', { recursive: true, force: true })
while (waits && !existsSync('go')) await pause(10)
if (fails) {
  console.error(fails)
  process.exit(1)
}
mkdirSync('node_modules/.bin', { recursive: true })
if (existsSync('vendor')) cpSync('vendor', 'node_modules', { recursive: true })
symlinkSync(node, 'node_modules/.bin/node')
