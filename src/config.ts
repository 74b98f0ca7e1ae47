import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { ConfigError } from './errors.ts'
import { type HubSettings, readSettings } from './settings.ts'

interface Variable {
  schema: z.ZodType<string | string[] | number | boolean | undefined>
  /** Shown in the README; null when there is none. */
  default: string | null
  about: string
  secret?: true
}

const shortestSecret = 16
const port = z.coerce.number().int().min(0).max(65535)
const url = z.url({ protocol: /^https?$/ }).transform((text) => text.replace(/\/+$/, ''))

/** What express calls by a name, an address, or a network with its bits. */
function isProxy(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/')
  if (bits === undefined) return ['loopback', 'linklocal', 'uniquelocal'].includes(address) || isIP(address) !== 0
  return (
    rest.length === 0 &&
    isIP(address) !== 0 &&
    /^\d+$/.test(bits) &&
    Number(bits) >= 1 &&
    Number(bits) <= (isIP(address) === 4 ? 32 : 128)
  )
}

/** Every environment variable of the hub; nothing else reads `process.env`. The README's table is printed from here. */
export const variables = {
  HUB_HOST: { schema: z.string(), default: '127.0.0.1', about: 'Address to listen on.' },
  HUB_PORT: { schema: port, default: '8080', about: 'Port to listen on; 0 takes any free one.' },
  HUB_DATA: {
    schema: z.string(),
    default: './data',
    about: 'Folder for the database, published feeds and the generated secret.',
  },
  HUB_DATABASE: {
    schema: z.string().optional(),
    default: null,
    about: 'SQLite file; without it `hub.db` in HUB_DATA.',
  },
  HUB_CONFIG: { schema: z.string(), default: './config', about: 'Folder with `hub.yaml`.' },
  HUB_MAPPINGS: {
    schema: z.string(),
    default: './mappings',
    about: 'Folder with the mappings to the names of your 1C.',
  },
  HUB_PUBLIC_URL: {
    schema: url.optional(),
    default: null,
    about: 'Address people and classifieds reach the hub at; without it HUB_HOST and HUB_PORT.',
  },
  HUB_PROXIES: {
    schema: z
      .string()
      .transform((text) => text.split(',').map((part) => part.trim()))
      .refine((parts) => parts.every(isProxy), 'holds no list of addresses'),
    default: 'loopback',
    about:
      'Reverse proxies whose `X-Forwarded-For` is believed: addresses or networks (`10.0.0.0/8`), comma-separated.',
  },
  HUB_SECRET: {
    schema: z.string().min(shortestSecret).optional(),
    default: null,
    about: 'Key that protects sign-in cookies; without it one is made once in HUB_DATA.',
    secret: true,
  },
  HUB_FEED_TOKENS: {
    schema: z.string().optional(),
    default: null,
    about: 'Tokens of those who fetch feeds, comma-separated, one per consumer.',
    secret: true,
  },
  HUB_LOG_LEVEL: {
    schema: z.enum(['error', 'warn', 'info', 'debug']),
    default: 'info',
    about: 'How much goes to the log.',
  },
  ONEC_URL: {
    schema: url.optional(),
    default: null,
    about: 'Infobase base, e.g. `http://1c.example/realtor`. Without it `start` brings up the twin and its demo base.',
  },
  ONEC_USER: { schema: z.string(), default: 'exchange', about: '1C user of the exchange; Cyrillic is fine.' },
  ONEC_PASSWORD: { schema: z.string(), default: '', about: 'Password of that user.', secret: true },
  ONEC_TIMEZONE: {
    schema: z.string(),
    default: 'Europe/Moscow',
    about: 'IANA zone of the 1C server: 1C sends dates without a zone.',
  },
  ONEC_TIMEOUT: {
    schema: z.coerce.number().int().positive(),
    default: '60',
    about: 'Seconds to wait for an answer of 1C; the first one after idleness may take 30.',
  },
  ONEC_SESSIONS: {
    schema: z.coerce.number().int().min(1).max(64),
    default: '4',
    about: 'Sessions in 1C at most, each may take a licence; with 1 everything works in turns.',
  },
  GENESYS_HOOK_TOKEN: {
    schema: z.string().optional(),
    default: null,
    about: 'Token of the contact centre’s reports, in `X-Hub-Token` or `token=`.',
    secret: true,
  },
  ONEC_HOOK_TOKEN: {
    schema: z.string().optional(),
    default: null,
    about: 'Token with which 1C itself reports a change.',
    secret: true,
  },
  SMS_URL: {
    schema: url.optional(),
    default: null,
    about: 'SMSC.ru-compatible gateway, e.g. `https://smsc.ru`. Without it messages wait in the outbox.',
  },
  SMS_LOGIN: { schema: z.string(), default: '', about: 'Login at the gateway.' },
  SMS_PASSWORD: { schema: z.string(), default: '', about: 'Password at the gateway.', secret: true },
  SMS_SENDER: { schema: z.string().optional(), default: null, about: 'Sender name agreed with the operators.' },
  SMTP_URL: {
    schema: z.url({ protocol: /^smtps?$/ }).optional(),
    default: null,
    about: 'Mail server, `smtp://user:password@host:587` or `smtps://…:465`. Without it letters wait in the outbox.',
    secret: true,
  },
  SMTP_FROM: {
    schema: z
      .string()
      .regex(/[^\s<>@]+@[^\s<>@]+/, 'holds no e-mail address')
      .optional(),
    default: null,
    about: 'Sender of letters, `Name <address@host>`; needed with SMTP_URL.',
  },
  HUB_NEW_PASSWORD: {
    schema: z.string().optional(),
    default: null,
    about: 'Password for `user add`, instead of being asked for it.',
    secret: true,
  },
  TWIN_PORT: {
    schema: port,
    default: '8081',
    about: 'Port of the twin that `start` brings up when ONEC_URL is not set.',
  },
  TWIN_SMTP_PORT: { schema: port, default: '8025', about: 'Port of the twin’s mail sink.' },
} as const satisfies Record<string, Variable>

export type Env = Readonly<Record<string, string | undefined>>

export interface Config {
  http: { host: string; port: number; publicUrl: string | null; proxies: string[] }
  data: string
  database: string
  feedFolder: string
  mappings: string
  secret: string
  logLevel: 'error' | 'warn' | 'info' | 'debug'
  onec: { url: string; user: string; password: string; timezone: string; timeoutMs: number; sessions: number }
  hooks: { genesys: string | null; onec: string | null }
  feedTokens: string[]
  sms: { url: string; login: string; password: string; sender: string | null } | null
  smtp: { url: string; from: string } | null
  twin: { port: number; smtpPort: number }
  /** True when the hub runs against its own twin: demo logins, demo tokens, `config/demo.yaml` over `hub.yaml`. */
  demo: boolean
  settings: HubSettings
}

/** What the demo knows and a real installation must set itself (design §6). */
const demoDefaults = (twin: string): Env => ({
  ONEC_URL: `${twin}/realtor`,
  ONEC_PASSWORD: 'exchange',
  GENESYS_HOOK_TOKEN: 'demo-hook',
  ONEC_HOOK_TOKEN: 'demo-hook',
  HUB_FEED_TOKENS: 'demo-feed',
  SMS_URL: `${twin}/sms`,
  SMS_LOGIN: 'hub',
  SMS_PASSWORD: 'demo-sms',
  SMTP_FROM: 'Северный квартал <hub@sever.invalid>',
})

export type LocalConfig = Omit<Config, 'onec'> & { onec: Omit<Config['onec'], 'url'> & { url: string | null } }

/**
 * Reads environment and `config/`. `twin` is the address of the demo's fake world, when there is one; an ONEC_URL wins
 * over it. Throws ConfigError with every problem in one text, each naming the variable or the file and line, and what to do.
 */
export function readConfig(given: Env, twin?: string): Config {
  const config = readLocalConfig(given, twin)
  const { url } = config.onec
  if (url !== null) return { ...config, onec: { ...config.onec, url } }
  throw new ConfigError(
    'ONEC_URL is not set: the hub does not know its 1C. Give the infobase base, e.g. http://1c.example/realtor, or run `realtor-hub demo`.',
  )
}

/** The same for a command that may do without 1C: `onec.url` is null when no infobase is given. */
export function readLocalConfig(given: Env, twin?: string): LocalConfig {
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined && value !== ''))
  const demo = set.ONEC_URL === undefined && twin !== undefined
  const env = parseVariables(demo ? { ...demoDefaults(twin), ...set } : set)
  const settings = readSettings(resolve(env.HUB_CONFIG), demo)
  const data = resolve(env.HUB_DATA)
  if (env.HUB_DATABASE?.startsWith('postgres')) {
    throw new ConfigError(
      'HUB_DATABASE: this version keeps its data in SQLite only. Give a file path, or leave the variable out.',
    )
  }
  return {
    http: { host: env.HUB_HOST, port: env.HUB_PORT, publicUrl: env.HUB_PUBLIC_URL ?? null, proxies: env.HUB_PROXIES },
    data,
    database: env.HUB_DATABASE ? resolve(env.HUB_DATABASE) : join(data, 'hub.db'),
    feedFolder: join(data, 'feeds'),
    mappings: resolve(env.HUB_MAPPINGS),
    secret: env.HUB_SECRET ?? keptSecret(data),
    logLevel: env.HUB_LOG_LEVEL,
    onec: {
      url: env.ONEC_URL ?? null,
      user: env.ONEC_USER,
      password: env.ONEC_PASSWORD,
      timezone: env.ONEC_TIMEZONE,
      timeoutMs: env.ONEC_TIMEOUT * 1000,
      sessions: env.ONEC_SESSIONS,
    },
    hooks: { genesys: env.GENESYS_HOOK_TOKEN ?? null, onec: env.ONEC_HOOK_TOKEN ?? null },
    feedTokens: (env.HUB_FEED_TOKENS ?? '')
      .split(',')
      .map((token) => token.trim())
      .filter(Boolean),
    sms: env.SMS_URL
      ? { url: env.SMS_URL, login: env.SMS_LOGIN, password: env.SMS_PASSWORD, sender: env.SMS_SENDER ?? null }
      : null,
    smtp: env.SMTP_URL && env.SMTP_FROM ? { url: env.SMTP_URL, from: env.SMTP_FROM } : null,
    twin: { port: env.TWIN_PORT, smtpPort: env.TWIN_SMTP_PORT },
    demo,
    settings,
  }
}

type Parsed = { [K in keyof typeof variables]: z.infer<(typeof variables)[K]['schema']> }

function parseVariables(env: Env): Parsed {
  const problems: string[] = []
  const parsed: Record<string, unknown> = {}
  for (const [name, variable] of Object.entries(variables)) {
    const result = variable.schema.safeParse(env[name] ?? variable.default ?? undefined)
    if (result.success) parsed[name] = result.data
    else problems.push(`${name}: ${result.error.issues[0]?.message ?? 'not usable'}. ${variable.about}`)
  }
  const zone = String(parsed.ONEC_TIMEZONE)
  if (parsed.SMTP_URL !== undefined && parsed.SMTP_FROM === undefined)
    problems.push(`SMTP_FROM is not set, and SMTP_URL is: letters need a sender. ${variables.SMTP_FROM.about}`)
  if (!isZone(zone)) problems.push(`ONEC_TIMEZONE: no such zone «${zone}». Give an IANA name, e.g. Europe/Moscow.`)
  if (problems.length > 0) throw new ConfigError(`The environment cannot be used:\n  ${problems.join('\n  ')}`)
  return parsed as Parsed
}

function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone })
    return true
  } catch {
    return false
  }
}

/** A secret made once and kept beside the data, so that people stay signed in over restarts. */
function keptSecret(data: string): string {
  const file = join(data, 'secret')
  const kept = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  // A disk that was full when it was first written leaves half of it or nothing: such a key protects nobody.
  if (kept.length >= shortestSecret) return kept
  const secret = randomBytes(32).toString('hex')
  try {
    mkdirSync(data, { recursive: true, mode: 0o700 })
    writeFileSync(file, `${secret}\n`, { mode: 0o600 })
  } catch (cause) {
    throw new ConfigError(
      `HUB_DATA: nothing can be written to ${data}: ${(cause as Error).message}. Give a folder this user may write to, on a disk with space.`,
      { data },
      { cause },
    )
  }
  return secret
}
