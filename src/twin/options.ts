import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { FaultsPatch } from './control/faults.ts'
import { type DemoName, demoNames } from './demo/demos.ts'

const port = z.coerce.number().int().min(0).max(65535)

/** Every variable the twin reads; nothing else of the environment is looked at. */
const Environment = z.object({
  TWIN_HOST: z.string().min(1).default('127.0.0.1'),
  /** 0 lets the system choose a free port, here and for SMTP. */
  TWIN_PORT: port.default(8081),
  TWIN_SMTP_PORT: port.default(8025),
  /** Folder of the infobase's SQLite file; absent, the world lives in memory and is new at each start. */
  TWIN_DATA: z.string().min(1).optional(),
  TWIN_SEED: z.coerce.number().int().default(1),
  /** The day the world believes it is, `2026-11-24`; the time of day stays real. */
  TWIN_TODAY: z.iso.date().optional(),
  TWIN_HUB_URL: z.url().default('http://127.0.0.1:8080'),
  TWIN_HOOK_TOKEN: z.string().min(1).default('demo-hook'),
  /** Switches as they stand at the start: JSON as for `PATCH /control/faults`, or the name of a file with it. */
  TWIN_FAULTS: z.string().min(1).optional(),
  /** Which of its configurations the twin plays. */
  TWIN_CONFIGURATION: z.enum(demoNames).default('realtor'),
  /** A `$metadata` saved from a real base: the infobase is made of it instead of the demo. */
  TWIN_METADATA: z.string().min(1).optional(),
  /** How many records to invent in each set of such a base. */
  TWIN_RECORDS: z.coerce.number().int().min(0).max(100_000).default(0),
  /** The name of the publication, the first part of its addresses. */
  TWIN_BASE: z
    .string()
    .regex(/^[\w-]+$/)
    .default('realtor'),
  TWIN_TIMEZONE: z.string().refine(isTimezone, 'not an IANA time zone such as Europe/Moscow').default('Europe/Moscow'),
})

export interface TwinOptions {
  host: string
  port: number
  smtpPort: number
  dataFolder: string | null
  seed: number
  today: string | null
  hubUrl: string
  hookToken: string
  timezone: string
  faults: FaultsPatch
  base: string
  configuration: DemoName
  /** The text of a saved `$metadata` and how many records to invent over it; null for the demo. */
  metadata: { xml: string; records: number } | null
}

/**
 * Reads the twin's options from environment variables. An empty variable counts as absent.
 *
 * @throws Error that lists every variable that cannot be used, and why
 */
export function readOptions(env: Record<string, string | undefined>): TwinOptions {
  const given = Object.fromEntries(Object.entries(env).filter(([name, value]) => name.startsWith('TWIN_') && value))
  const parsed = Environment.safeParse(given)
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The twin cannot start with these variables:\n${lines.join('\n')}`)
  }
  const values = parsed.data
  const { TWIN_METADATA: metadata } = values
  return {
    host: values.TWIN_HOST,
    port: values.TWIN_PORT,
    smtpPort: values.TWIN_SMTP_PORT,
    dataFolder: values.TWIN_DATA ?? null,
    seed: values.TWIN_SEED,
    today: values.TWIN_TODAY ?? null,
    hubUrl: values.TWIN_HUB_URL.replace(/\/+$/, ''),
    hookToken: values.TWIN_HOOK_TOKEN,
    timezone: values.TWIN_TIMEZONE,
    faults: readFaults(values.TWIN_FAULTS),
    base: values.TWIN_BASE,
    configuration: values.TWIN_CONFIGURATION,
    metadata: metadata ? { xml: readText('TWIN_METADATA', metadata), records: values.TWIN_RECORDS } : null,
  }
}

function readFaults(source: string | undefined): FaultsPatch {
  if (source === undefined) return {}
  const text = source.trim().startsWith('{') ? source : readText('TWIN_FAULTS', source)
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw new Error('TWIN_FAULTS is no JSON', { cause })
  }
  const parsed = FaultsPatch.safeParse(json)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
  throw new Error(`TWIN_FAULTS holds what is no switch:\n${lines.join('\n')}`)
}

function readText(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Error(`${variable} names a file that cannot be read: ${file}`, { cause })
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
