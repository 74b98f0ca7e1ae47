import { parseArgs } from 'node:util'
import { addUser } from './cli/add-user.ts'
import { init } from './cli/init.ts'
import { lint } from './cli/lint.ts'
import { preview } from './cli/preview.ts'
import { printSchema } from './cli/print-schema.ts'
import { replay } from './cli/replay.ts'
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
    usage: 'lint [--metadata <file>] [--json]',
    about: 'check the mapping files, their names against a saved $metadata or against 1C when it answers',
    run: lintMappings,
  },
  init: {
    usage: 'init --from <$metadata or address> [--out <folder>] [--force]',
    about: 'draft mapping files for an infobase nobody has described yet, by its names and types',
    run: draft,
  },
  schema: {
    usage: 'schema',
    about: 'print the language of mapping files as JSON Schema, for completion in an editor',
    run: async () => printSchema(),
  },
  preview: {
    usage: 'preview <mapping>',
    about: 'show what an edited mapping file would change on the whole base; writes nothing',
    run: previewMapping,
  },
  pull: { usage: 'pull --full', about: 'have the whole base read from 1C again', run: pull },
  verify: {
    usage: 'verify [--heal]',
    about: 'compare 1C with the hub record by record; exit code 0 clean, 1 gaps, 2 could not compare',
    run: verifyAll,
  },
  replay: {
    usage: 'replay <word=value …> [--dry] [--then]',
    about: 'do past things once more: what source state since until reason text; --then with the mappings of then',
    run: replayAll,
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
    if (!(error instanceof HubError) && !(error instanceof Error && error.cause) && !isMistyped(error)) throw error
    console.error(`Realtor Hub: ${error.message}`)
    return 1
  }
}

/** What `parseArgs` throws for an option a command does not have. */
function isMistyped(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
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
    if (running.hub.link.state === 'unmapped')
      console.log(
        'No file of mappings/ fits this infobase: open «Соответствия» as admin, or start with `realtor-hub init`.',
      )
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

async function lintMappings(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { metadata: { type: 'string' }, json: { type: 'boolean' } } })
  return lint(process.env, values)
}

async function draft(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { from: { type: 'string' }, out: { type: 'string' }, force: { type: 'boolean' } },
  })
  const { from, out = 'mappings-draft', force = false } = values
  return from === undefined ? help(2) : init(process.env, { from, out, force })
}

async function previewMapping([which]: string[]): Promise<number> {
  return which === undefined ? help(2) : preview(process.env, which)
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

async function replayAll(args: string[]): Promise<number> {
  const flags = args.filter((arg) => arg.startsWith('--'))
  const strange = flags.find((flag) => flag !== '--dry' && flag !== '--then')
  if (strange !== undefined) {
    console.error(
      `Ключа ${strange} у replay нет. Есть --dry (только посмотреть) и --then (по соответствиям, которые работали тогда).`,
    )
    return 2
  }
  const mapping = flags.includes('--then') ? 'then' : 'now'
  return replay(process.env, {
    words: args.filter((arg) => !flags.includes(arg)),
    dry: flags.includes('--dry'),
    mapping,
  })
}

async function user(args: string[]): Promise<number> {
  const [verb, login, role, name] = args
  if (verb !== 'add' || !login || !role || !name) return help(2)
  return addUser(process.env, { login, role, name })
}
