import { hostname } from 'node:os'
import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { lastVersion } from '../../store/mapping-versions.ts'
import { dropState, putState } from '../../store/state.ts'

/** What a process of the hub runs, by its own word. */
export interface Receipt {
  process: string
  fingerprint: string
  /** Number of the version; null when the process has never recorded one. */
  version: number | null
  /** Since when it runs it, and when it last said so. */
  since: string
  at: string
}

const Kept = z.object({ fingerprint: z.string(), version: z.number().nullable(), since: z.string() })

const prefix = 'mappings.receipt.'
const processName = `${hostname()}:${process.pid}`
const key = `${prefix}${processName}`

/** A process that has kept silent for so long is gone. */
const silentMs = 5 * 60_000

/** Says what this process runs. */
export async function writeReceipt(hub: Hub): Promise<void> {
  const now = hub.now().toISOString()
  const { fingerprint } = hub.mappings
  const known = await hub.db.selectFrom('state').select('value').where('name', '=', key).executeTakeFirst()
  const before = known ? Kept.parse(JSON.parse(known.value)) : null
  const version = (await lastVersion(hub.db))?.id ?? null
  const since = before?.fingerprint === fingerprint && before.version === version ? before.since : now
  await putState(hub.db, key, JSON.stringify({ fingerprint, version, since }), now)
}

/** A process that ends runs nothing any more. */
export async function dropReceipt(hub: Hub): Promise<void> {
  await dropState(hub.db, key)
}

/** A process of this machine that was killed could not take its word back. */
function mayLive(name: string): boolean {
  const at = name.lastIndexOf(':')
  if (name.slice(0, at) !== hostname()) return true
  try {
    return process.kill(Number(name.slice(at + 1)), 0)
  } catch (error) {
    // It is there and somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** What every living process runs, this one first. */
export async function readReceipts(hub: Hub): Promise<Receipt[]> {
  const oldest = new Date(hub.now().getTime() - silentMs).toISOString()
  const rows = await hub.db
    .selectFrom('state')
    .selectAll()
    .where('name', 'like', `${prefix}%`)
    .where('updatedAt', '>=', oldest)
    .orderBy('name')
    .execute()
  const receipts = rows
    .map(({ name, value, updatedAt }) => ({
      process: name.slice(prefix.length),
      ...Kept.parse(JSON.parse(value)),
      at: updatedAt,
    }))
    .filter(({ process: name }) => mayLive(name))
  return receipts.sort((a, b) => Number(b.process === processName) - Number(a.process === processName))
}
