import { z } from 'zod'

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
