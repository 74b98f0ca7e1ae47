import { z } from 'zod'
import type { Hub } from '../../../context.ts'
import { BadInputError, describeError } from '../../../errors.ts'
import type { Job, RunContext } from '../../../jobs/engine.ts'
import { isMappingFile } from '../../../mappings.ts'
import {
  addEffect,
  endEffect,
  getMappingEffect,
  moveEffect,
  runningEffects,
  setEffectJob,
} from '../../../store/mapping-effects.ts'
import { casesToFollow } from '../../sentinel/review-changes.ts'
import { changedFiles, errorsOfChange, type FileChanges, hashOf, mappingPart, withChanges } from '../changed-files.ts'
import { diskTexts } from '../deploy.ts'
import { measureEffect } from './measure-effect.ts'

/** Queue of trials. */
export const effectQueue = 'try-mappings'

/** How often a trial says how far it has come. */
const toldEveryMs = 500

/** Runs the end of the process may break off: what stops the hub so often is most likely the trial itself. */
const mostBroken = 3

const RunEffect = z.object({ effectId: z.string() })

/**
 * Begins a trial of edited files; returns its id. What the same person was trying before is stopped. Throws BadInputError,
 * in words for that person, when the files cannot be used or change nothing.
 */
export async function startEffect(hub: Hub, files: FileChanges, author: string): Promise<string> {
  const wrong = Object.keys(files).find((name) => !isMappingFile(name))
  if (wrong !== undefined)
    throw new BadInputError(`«${wrong}» не подходит как имя файла соответствий: нужно имя вида client.yaml.`)
  const { mappings } = hub
  const { fingerprint } = mappings
  const next = withChanges(mappings.files, files)
  const changed = changedFiles(mappings.files, next)
  if (changed.length === 0) throw new BadInputError('Файлы не отличаются от тех, что в работе: проверять нечего.')
  const compiled = mappings.compile(next)
  const [error] = errorsOfChange(mappings.current, compiled, changed)
  if (error)
    throw new BadInputError(
      `Файл ${error.file}, строка ${error.line}: ${error.text} Исправьте, и можно будет проверить.`,
    )
  const tried = {
    ...Object.fromEntries(changed.map((name) => [name, next[name] ?? null])),
    ...(await casesToFollow(hub, changed, compiled)),
  }
  const disk = diskTexts(hub, Object.keys(tried))
  for (const earlier of await runningEffects(hub.db)) if (earlier.author === author) await stopEffect(hub, earlier.id)
  const id = await hub.db.transaction().execute(async (trx) => {
    const effectId = await addEffect(
      trx,
      {
        author,
        baseFingerprint: fingerprint,
        files: tried,
        disk: Object.fromEntries(Object.entries(disk).map(([name, text]) => [name, hashOf(text)])),
      },
      hub.now(),
    )
    await setEffectJob(trx, effectId, await hub.jobs.enqueue(trx, effectQueue, { effectId }))
    return effectId
  })
  hub.jobs.wake()
  return id
}

/** Stops a trial that waits or is under way; false when it is over already. */
export async function stopEffect(hub: Hub, id: string): Promise<boolean> {
  const effect = await getMappingEffect(hub.db, id)
  if (!effect || !(await endEffect(hub.db, id, { state: 'stopped' }, hub.now().toISOString()))) return false
  if (effect.jobId !== null) await hub.jobs.cancel(effect.jobId)
  hub.live.changed('mappings')
  return true
}

/**
 * The trial as a job. One that was broken off by the end of its process begins anew at the next start, three times at most;
 * one that fails says why and is not repeated by itself, for somebody sits in front of it.
 */
export async function runEffect(
  hub: Hub,
  data: unknown,
  job: Pick<Job, 'id'>,
  { signal }: Pick<RunContext, 'signal'>,
): Promise<void> {
  const { effectId } = RunEffect.parse(data)
  const effect = await getMappingEffect(hub.db, effectId)
  if (effect?.state !== 'running') return
  const { current: before, files, fingerprint } = hub.mappings
  const finish = async (end: Parameters<typeof endEffect>[2]) => {
    await endEffect(hub.db, effectId, end, hub.now().toISOString())
    hub.live.changed('mappings')
  }
  if (effect.baseFingerprint !== fingerprint) {
    const reason = 'Пока проверка ждала, в работу взяли другую версию соответствий. Проверьте ещё раз.'
    return finish({ state: 'failed', reason })
  }
  if ((await brokenRuns(hub, job.id)) >= mostBroken) {
    const reason = `Хаб ${mostBroken} раза останавливался посреди этой проверки, и больше она сама не начинается. Возможно, ему не хватило памяти: посмотрите журнал службы, затем нажмите «Проверить заново».`
    return finish({ state: 'failed', reason })
  }
  const tried = mappingPart(effect.files)
  let toldAt = 0
  try {
    const result = await measureEffect(hub, {
      before,
      after: hub.mappings.compile(withChanges(files, tried)),
      changed: Object.keys(tried),
      signal,
      async onProgress(progress) {
        if (Date.now() - toldAt < toldEveryMs && progress.done > 0) return
        toldAt = Date.now()
        signal.throwIfAborted()
        await moveEffect(hub.db, effectId, progress)
        hub.live.changed('mappings')
      },
    })
    await finish({ state: 'done', result })
  } catch (error) {
    // Stopped by a person, or the hub stops: the first is on record, the second goes on at the next start.
    if (signal.aborted) throw error
    await finish({ state: 'failed', reason: describeError(error) })
  }
}

/** Runs of a job that came to no end of their own; stopping the hub in good order is none. */
async function brokenRuns(hub: Hub, jobId: string): Promise<number> {
  const job = await hub.db.selectFrom('job').select('failures').where('id', '=', jobId).executeTakeFirst()
  return job?.failures ?? 0
}
