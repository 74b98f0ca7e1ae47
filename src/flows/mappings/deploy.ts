import type { Hub } from '../../context.ts'
import { BadInputError, ConfigError } from '../../errors.ts'
import type { MappingFiles } from '../../mapping/live-mappings.ts'
import { isCaseFile, readCaseFile, readMappingFiles } from '../../mappings.ts'
import { getMappingEffect } from '../../store/mapping-effects.ts'
import {
  casesPart,
  changedFiles,
  errorsOfChange,
  type FileChanges,
  hashOf,
  mappingPart,
  withChanges,
} from './changed-files.ts'
import type { EffectResult } from './effect/effect-result.ts'
import { takeIntoUse } from './take-into-use.ts'

export interface Deployment {
  effectId: string
  /** What whoever asks believes to take into use. */
  files: FileChanges
  comment: string
  author: string
}

/**
 * Takes tried files into use, with the cases that follow them; returns the number of the version. Throws BadInputError, in words for a person and with nothing
 * written, unless the trial was of exactly these files against exactly the version in use, is finished and was looked at, and
 * the files on disk are still those it began with.
 */
export async function deploy(hub: Hub, { effectId, files, comment, author }: Deployment): Promise<number> {
  return hub.mappings.alone(async () => {
    const effect = await getMappingEffect(hub.db, effectId)
    if (effect?.state !== 'done')
      throw new BadInputError('Сначала проверьте правку на всей базе и дождитесь конца проверки.')
    if (effect.seenAt === null)
      throw new BadInputError('Сначала посмотрите, что изменится: итог проверки ещё не открывали.')
    const next = withChanges(hub.mappings.files, files)
    if (effect.baseFingerprint !== hub.mappings.fingerprint)
      throw new BadInputError('После проверки в работу взяли другую версию соответствий. Проверьте правку ещё раз.')
    const tried = mappingPart(effect.files)
    if (changedFiles(next, withChanges(hub.mappings.files, tried)).length > 0)
      throw new BadInputError(
        'После проверки файлы правили дальше. Проверьте их ещё раз в том виде, в котором включаете.',
      )
    requireUntouched(hub, effect.disk, 'откройте файл заново, перенесите в него свою и проверьте ещё раз')
    requireUsable(hub, next, Object.keys(tried))
    return takeIntoUse(
      hub,
      {
        before: hub.mappings.files,
        files: next,
        cases: casesPart(effect.files),
        held: heldBeside(hub, Object.keys(tried)),
        from: 'hub',
      },
      { author, comment, effect: (effect.result as EffectResult).sentences, rolledBackTo: null },
    )
  })
}

/** Edits of files that the version does not replace go on waiting. */
export function heldBeside(hub: Hub, names: readonly string[]) {
  return hub.mappings.held.filter(({ file }) => !names.includes(file))
}

/** What lies on disk by these names must still be what it was: `known` are hashes. `remedy` says what to do otherwise. */
export function requireUntouched(hub: Hub, known: Readonly<Record<string, string | null>>, remedy: string): void {
  const disk = diskTexts(hub, Object.keys(known))
  const touched = Object.keys(known).filter((name) => hashOf(disk[name]) !== known[name])
  if (touched.length === 0) return
  throw new BadInputError(
    `На диске тем временем изменили ${touched.join(', ')}. Ничего не записано, чтобы не потерять ту правку: ${remedy}.`,
  )
}

/** Texts by these names, of mappings and of cases, as they lie on disk; null where there is none. */
export function diskTexts(hub: Pick<Hub, 'config'>, names: readonly string[]): Record<string, string | null> {
  const disk = readDisk(hub)
  const textOf = (name: string) => (isCaseFile(name) ? readCaseFile(hub.config.mappings, name) : (disk[name] ?? null))
  return Object.fromEntries(names.map((name) => [name, textOf(name)]))
}

/** Texts of the folder as it lies on disk. Throws BadInputError, in words for a person, when it cannot be read. */
function readDisk(hub: Pick<Hub, 'config'>): MappingFiles {
  try {
    return readMappingFiles(hub.config.mappings)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    throw new BadInputError(
      'Папка с файлами соответствий сейчас не читается. Проверьте диск и права и повторите.',
      { folder: hub.config.mappings },
      { cause: error },
    )
  }
}

/** 1C may have changed since the files were good. */
export function requireUsable(hub: Hub, files: Readonly<Record<string, string>>, names: readonly string[]): void {
  const [error] = errorsOfChange(hub.mappings.current, hub.mappings.compile(files), names)
  if (error)
    throw new BadInputError(`Включить нельзя: ${error.file}, строка ${error.line}: ${error.text}`, { file: error.file })
}
