import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from 'node-cron'
import { LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { FieldMap as EngageFields } from './connectors/telephony/engage/engage-config.ts'
import { ConfigError } from './errors.ts'
import { FeedConfig } from './inventory/feeds/config.ts'

const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const

/** `2s`, `500ms`, `10m` → milliseconds. */
const Duration = z
  .string()
  .regex(/^\d+(ms|s|m|h)$/, 'must be a number with ms, s, m or h, e.g. 2s')
  .transform((text) => {
    const [, amount = '0', unit = 'ms'] = /^(\d+)(ms|s|m|h)$/.exec(text) ?? []
    return Number(amount) * units[unit as keyof typeof units]
  })

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time, e.g. 09:00')
const Share = z.number().min(0).max(1)
const Cron = z.string().refine(validate, 'must be a cron expression, e.g. "30 3 * * *"')

/** What an administrator sets in `config/hub.yaml`; described in Russian in `config/README.md`. No secrets here. */
export const HubSettings = z.strictObject({
  exchange: z.strictObject({
    /** Exchange plan whose node tells what changed, and the code of the hub's node in it. */
    plan: z.string(),
    node: z.string(),
    poll: Duration,
    /** How often the versions of objects are compared that the exchange plan does not bring. */
    compare: Duration,
    /** How long a write that nobody heard the end of may still be under way in 1C. */
    late: Duration,
    page: z.int().min(1).max(10_000),
    /** A full pull in which a larger share of an entity has disappeared stops and asks. */
    brake: Share,
    /** Working hours of the infobase in which a session is kept warm: its first request after idleness takes 10–30 s. */
    warm: z.strictObject({ from: Clock, to: Clock, every: Duration }).nullable(),
    /** Cron of the nightly comparison with 1C: deletions never come through the exchange plan. */
    reconcile: Cron,
    /** Cron of the daily comparison that makes the certificate «Сверка». */
    verify: Cron,
  }),
  calls: z.strictObject({
    /** Names under which the contact centre's strategy sends what the hub needs; see connectors/telephony/engage. */
    engage: EngageFields,
    clientName: z.string(),
  }),
  feeds: z.array(FeedConfig),
  debts: z.strictObject({
    /** Days past due on which the manager is told, each once. */
    stages: z.array(z.int().positive()).min(1),
    /** With more debtors than this a manager gets one digest. */
    digestOver: z.int().positive(),
    quiet: z.strictObject({ from: Clock, to: Clock }).nullable(),
    check: Cron,
  }),
  notify: z
    .strictObject({
      /** Who is written to about what only an administrator can mend; nobody named: those administrators 1C has a mail of. */
      admins: z.array(z.email()),
    })
    .default({ admins: [] }),
})
export type HubSettings = z.infer<typeof HubSettings>

/** Reads `hub.yaml`, in the demo with `demo.yaml` laid over it. Errors name file, line and what is expected. */
export function readSettings(folder: string, demo: boolean): HubSettings {
  const base = readYaml(join(folder, 'hub.yaml'))
  const over = demo && existsSync(join(folder, 'demo.yaml')) ? readYaml(join(folder, 'demo.yaml')) : null
  const merged = over ? merge(base.value, over.value) : base.value
  const parsed = HubSettings.safeParse(merged)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => {
    const unknown = issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : null
    const path = [...issue.path.map(String), ...(unknown === null ? [] : [unknown])]
    const source = over && over.lineOf(path, true) !== null ? over : base
    return `${source.file}:${source.lineOf(path, false) ?? 1}: ${path.join('.') || 'the file'}: ${issue.message}`
  })
  throw new ConfigError(
    `The settings cannot be used:\n  ${problems.join('\n  ')}\n  config/README.md describes every setting.`,
  )
}

interface YamlFile {
  file: string
  value: unknown
  /** Line of the value, or of its nearest existing parent unless `exact`. */
  lineOf(path: string[], exact: boolean): number | null
}

function readYaml(file: string): YamlFile {
  if (!existsSync(file))
    throw new ConfigError(
      `${file} is missing. Copy it from the distribution, or point HUB_CONFIG at the folder that has it.`,
    )
  const lines = new LineCounter()
  const document = parseDocument(readText(file), { lineCounter: lines, prettyErrors: false })
  const broken = document.errors[0]
  if (broken) {
    const { line, col } = lines.linePos(broken.pos[0])
    throw new ConfigError(`${file}:${line}:${col}: ${broken.message}. Check indentation and quotes.`)
  }
  return {
    file,
    value: document.toJS(),
    lineOf(path, exact) {
      for (let depth = path.length; depth >= (exact ? path.length : 0); depth--) {
        const node = document.getIn(path.slice(0, depth), true) as { range?: [number, number, number] } | undefined
        if (node?.range) return lines.linePos(node.range[0]).line
      }
      return null
    },
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new ConfigError(
      `${file} cannot be read: ${(cause as Error).message}. It must be a file this user may read.`,
      { file },
      { cause },
    )
  }
}

/** `over` wins; maps are merged, lists and scalars replaced. */
function merge(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) merged[key] = merge(base[key], value)
  return merged
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
