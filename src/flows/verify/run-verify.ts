import { z } from 'zod'
import type { Hub } from '../../context.ts'
import { verify } from './verify.ts'

const RunVerify = z.object({ cause: z.string().default('schedule'), heal: z.boolean().default(false) })

/** The comparison as a job: by the clock, or because a person pressed the button. */
export async function runVerify(hub: Hub, data: unknown): Promise<void> {
  const { cause, heal } = RunVerify.parse(data)
  const certificate = await verify(hub, { cause, heal, alone: false })
  if (certificate?.verdict === 'gaps' || certificate?.verdict === 'failed')
    hub.log.warn('verification is not clean', { verification: certificate.id, verdict: certificate.verdict })
}

/** Asks for a comparison now; one that waits already does. */
export async function askForVerify(hub: Hub, cause: string, heal: boolean): Promise<void> {
  await hub.db
    .transaction()
    .execute((trx) => hub.jobs.enqueue(trx, 'verify', { cause, heal }, { dedupeKey: heal ? 'verify:heal' : 'verify' }))
  hub.jobs.wake()
}
