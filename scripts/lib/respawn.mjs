import { spawn } from 'node:child_process'
import { Socket } from 'node:net'

/** Set for a re-spawned process: number of the pipe whose other end the first process holds. */
const lifeline = 'HUB_LIFELINE'

/**
 * Runs this process's command line again under another Node and stands in for it: input, output, signals, messages
 * and the way it ends are passed through. Returns false when this process is itself such a child, which would go on
 * for ever.
 */
export function respawn(node) {
  if (process.env[lifeline]) return false
  const child = spawn(node, [...process.execArgv, ...process.argv.slice(1)], {
    env: { ...process.env, [lifeline]: '3' },
    stdio: ['inherit', 'inherit', 'inherit', 'pipe', ...(process.send ? ['ipc'] : [])],
  })
  child.stdio[3].on('error', () => {}) // The end of the child shows in `exit`.
  const handlers = passSignals(child)
  if (process.send) passMessages(child)
  child.once('error', (error) => {
    console.error(`Realtor Hub: ${node} cannot be started (${error.message}); run "node scripts/bootstrap.mjs"`)
    process.exitCode = 1
  })
  child.once('exit', (code, signal) => {
    for (const [name, handler] of handlers) process.off(name, handler)
    if (process.connected) process.disconnect()
    process.exitCode = code ?? 1
    if (signal) process.kill(process.pid, signal)
  })
  return true
}

/** In a re-spawned process: when the first one is killed outright, die too instead of holding its port and database. */
export function endWithParent() {
  const fd = Number(process.env[lifeline])
  if (!fd) return
  delete process.env[lifeline]
  const end = () => process.kill(process.pid, 'SIGKILL')
  new Socket({ fd, readable: true, writable: false }).on('error', end).on('end', end).resume().unref()
}

/**
 * Under npm: its shell does not pass on the signal that ends npm, and the hub would stay behind with the port and the
 * database. Orphaned, it ends in order.
 */
export function endWithNpm() {
  if (!process.env.npm_lifecycle_event) return
  const shell = process.ppid
  const look = setInterval(() => {
    if (process.ppid === shell) return
    clearInterval(look)
    process.kill(process.pid, 'SIGTERM')
  }, 300)
  look.unref()
}

/** A terminal sends Ctrl-C to both processes at once; passed on as well it would count as the second, impatient one. */
function passSignals(child) {
  const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
  return ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'].map((name) => {
    const fromTerminal = onTerminal && (name === 'SIGINT' || name === 'SIGQUIT')
    const handler = fromTerminal ? () => {} : () => child.kill(name)
    process.on(name, handler)
    return [name, handler]
  })
}

function passMessages(child) {
  process.on('message', (message) => child.send(message))
  child.on('message', (message) => process.send(message))
  process.on('disconnect', () => child.connected && child.disconnect())
}
