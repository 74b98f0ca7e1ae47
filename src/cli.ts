import { parseArgs } from 'node:util'
import { addUser } from './cli/add-user.ts'
import { lint } from './cli/lint.ts'
import { requestPull } from './cli/request-pull.ts'
import { verifyStore } from './cli/verify.ts'
import { readLocalConfig } from './config.ts'
import { startDemo } from './demo.ts'
import { HubError } from './errors.ts'
import { startHub } from './main.ts'

interface Command {
  usage: string
  about: string
  /** Resolves with the exit code; for `start`, when the hub has stopped. */
  run(args: string[]): Promise<number>
}

const commands: Record<string, Command> = {
  start: { usage: 'start', about: 'run the hub; without ONEC_URL together with its twin, as a demo', run: start },
  demo: { usage: 'demo', about: 'run the hub with its twin, whatever ONEC_URL says', run: () => serve(true) },
  lint: {
    usage: 'lint',
    about: 'check the mapping files, and their names against 1C when it answers',
    run: () => lint(process.env),
  },
  pull: { usage: 'pull --full', about: 'have the whole base read from 1C again', run: pull },
  verify: {
    usage: 'verify [--heal]',
    about: 'compare 1C with the hub record by record; exit code 0 clean, 1 gaps, 2 could not compare',
    run: verifyAll,
  },
  user: {
    usage: 'user add <login> <role> "<name>"',
    about: 'add a person, or give a new password (asked for, or HUB_NEW_PASSWORD)',
    run: user,
  },
  help: { usage: 'help', about: 'this list', run: async () => help(0) },
}

/** Runs one command line; the exit code tells how it went. */
export async function run(argv: string[]): Promise<number> {
  const [name = 'help', ...args] = argv
  const command = commands[name]
  if (!command) return help(2)
  try {
    return await command.run(args)
  } catch (error) {
    // A stack is for what nobody foresaw; a taken port or a folder without rights is not that.
    if (!(error instanceof HubError) && !(error instanceof Error && error.cause)) throw error
    console.error(`Realtor Hub: ${error.message}`)
    return 1
  }
}

function help(code: number): number {
  const width = Math.max(...Object.values(commands).map((command) => command.usage.length))
  console.log('realtor-hub <command>\n')
  for (const { usage, about } of Object.values(commands)) console.log(`  ${usage.padEnd(width)}  ${about}`)
  return code
}

function start(): Promise<number> {
  return serve(!process.env.ONEC_URL)
}

async function serve(demo: boolean): Promise<number> {
  const stopped = Promise.withResolvers<void>()
  // Kept, not `once`: npm passes on the SIGINT that the terminal has sent already, and a second one would kill us mid-stop.
  process.on('SIGTERM', stopped.resolve)
  process.on('SIGINT', stopped.resolve)
  const { ONEC_URL: _, ...withoutOnec } = process.env
  const env = demo ? withoutOnec : process.env
  // Wrong settings are told before anything is started for them.
  if (demo) readLocalConfig(env, 'http://127.0.0.1')
  const twin = demo ? await startDemo(env) : null
  try {
    const running = await startHub(twin ? { ...env, SMTP_URL: env.SMTP_URL || twin.mail } : env, twin?.address)
    // Ready means useful: the base is there, or it is known that 1C is away.
    await Promise.race([running.firstTry, stopped.promise])
    console.log(`Realtor Hub: ${running.address}`)
    if (twin) console.log(demoLines(twin.address))
    if (running.hub.link.state === 'offline')
      console.log(`1C is away: ${running.hub.link.lastError}\nThe hub goes on trying and accepts calls meanwhile.`)
    await stopped.promise
    await running.stop()
    return 0
  } finally {
    await twin?.stop()
  }
}

function demoLines(twin: string): string {
  return [
    'Demo logins (password demo): marketing, operator, sales, admin, director',
    `Twin ("1C", SMS, calls): ${twin}  infobase ${twin}/realtor  user exchange/exchange`,
    'Hook token demo-hook, feed token demo-feed: /feeds/demo-feed/yandex.xml',
  ].join('\n')
}

async function pull(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { full: { type: 'boolean' } } })
  if (!values.full) {
    console.error('Changes are pulled by themselves; say `pull --full` to have the whole base read again.')
    return 2
  }
  return requestPull(process.env)
}

async function verifyAll(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { heal: { type: 'boolean' } } })
  return verifyStore(process.env, values.heal ?? false)
}

async function user(args: string[]): Promise<number> {
  const [verb, login, role, name] = args
  if (verb !== 'add' || !login || !role || !name) return help(2)
  return addUser(process.env, { login, role, name })
}
