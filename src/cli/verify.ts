import { type Env, readConfig } from '../config.ts'
import { createHub } from '../context.ts'
import { ConfigError, describeError } from '../errors.ts'
import { claimInfobase } from '../flows/exchange/claim-infobase.ts'
import type { Figure } from '../flows/verify/gap.ts'
import { type Certificate, type NamedGap, verify } from '../flows/verify/verify.ts'
import { lockData } from '../store/data-lock.ts'

/** What the shell is told: everything agrees, something does not, nothing can be said. */
const exitCodes: Record<Certificate['verdict'], number> = { clean: 0, healed: 0, gaps: 1, failed: 2 }

/** Where the demo's twin listens unless told otherwise. */
const demoTwin = (env: Env) => `http://127.0.0.1:${env.TWIN_PORT || '8081'}`

/**
 * Compares the store with 1C from a process of its own and prints every gap. Beside a running hub it lets that one bring in
 * what changes meanwhile; where none runs it holds the data folder and does so itself. Prints to stdout, progress to a
 * terminal's stderr. Resolves with the exit code: 0 clean, 1 gaps, 2 could not compare.
 */
export async function verifyStore(env: Env, heal: boolean): Promise<number> {
  try {
    const config = readConfig(env, env.ONEC_URL ? undefined : demoTwin(env))
    const unlock = holdData(config.data)
    try {
      // Beside a hub that uses its share of 1C's sessions there is one more, not as many again.
      const sessions = unlock ? config.onec.sessions : 1
      const hub = await createHub({ ...config, logLevel: 'error', onec: { ...config.onec, sessions } })
      try {
        await claimInfobase(hub)
        const certificate = await verify(hub, { cause: 'cli', heal, alone: unlock !== null, onProgress: showProgress })
        hideProgress()
        if (certificate) return report(certificate, unlock !== null)
        console.error('Another comparison is under way; its result will be on the page «Сверка».')
        return 2
      } finally {
        await hub.close()
      }
    } finally {
      unlock?.()
    }
  } catch (error) {
    hideProgress()
    console.error(`Could not compare: ${describeError(error)}`)
    return 2
  }
}

/** The way to let go of the folder; null when a hub is at work on it. */
function holdData(folder: string): (() => void) | null {
  try {
    return lockData(folder)
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

function report({ verdict, reason, figures, gaps }: Certificate, alone: boolean): number {
  if (figures.length > 0) printFigures(figures)
  for (const gap of gaps)
    console.log(`${stateOf(gap).padEnd(12)}  ${gap.entity} ${gap.ref}  ${gap.kind}\n              ${gap.text}`)
  const all = figures.reduce((sum, figure) => sum + figure.gaps, 0)
  if (all > gaps.length) console.log(`${all - gaps.length} more of the same kinds are not listed.`)
  const open = all - gaps.filter((gap) => gap.state === 'healed').length
  if (gaps.some((gap) => gap.state === 'sent') && alone)
    console.log('No hub is running: start it to have what is marked as sent recorded in 1C.')
  console.log(conclusion[verdict](open, all, reason))
  return exitCodes[verdict]
}

const conclusion: Record<Certificate['verdict'], (open: number, all: number, reason: string | null) => string> = {
  clean: () => 'Clean: 1C and the hub agree, record by record.',
  healed: (_open, all) => `Clean now: ${all} gaps were found and healed.`,
  gaps: (open, all) =>
    `Gaps: ${open} open of ${all} found.${open === all ? ' `verify --heal` mends what may be mended.' : ''}`,
  failed: (_open, _all, reason) => `Could not compare: ${reason ?? 'the reason is not known'}`,
}

function stateOf({ state, healable }: NamedGap): string {
  if (state === 'healed') return 'HEALED'
  if (state === 'sent') return 'SENT'
  return healable ? 'GAP' : 'GAP, by hand'
}

function printFigures(figures: readonly Figure[]): void {
  const head = ['', 'in 1C', 'in hub', 'moved', 'gaps', 'healed']
  const rows = figures.map(({ title, onec, here, moved, gaps, healed, complete }) => [
    complete ? title : `${title} *`,
    onec === null ? '-' : String(onec),
    String(here),
    String(moved),
    String(gaps),
    String(healed),
  ])
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map((row) => row[at]?.length ?? 0)))
  for (const row of [head, ...rows]) {
    const cells = row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
    console.log(cells.join('  '))
  }
  if (figures.some(({ complete }) => !complete)) console.log('* kept changing while it was read')
}

function showProgress(title: string, done: number, total: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${title} ${done}/${total}`)
}

function hideProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K')
}
