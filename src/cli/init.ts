import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Env } from '../config.ts'
import { type Onec, openOnec } from '../connectors/onec/client.ts'
import type { Metadata } from '../connectors/onec/metadata.ts'
import { publishedSets } from '../connectors/onec/published-sets.ts'
import { ConfigError, describeError, HubError } from '../errors.ts'
import { shapeOf } from '../mapping/infobase/shape.ts'
import type { Directories, Item } from '../mapping/kit/candidate.ts'
import { type Draft, draftMappings } from '../mapping/kit/draft-mappings.ts'
import { entityNames } from '../model/titles.ts'
import { readSavedMetadata } from './read-saved-metadata.ts'

export interface InitOptions {
  /** A saved `$metadata` (also packed, `.gz`), or the address of an infobase. */
  from: string
  out: string
  force: boolean
}

/** 1C takes up to 40 s to describe itself (1c-odata §8). */
const patienceMs = 120_000

/**
 * Drafts mapping files for a base nobody has described yet and prints how much was found. Writes nothing over an existing
 * file unless forced. The exit code is 1 when the base has nothing the hub could use. Throws ConfigError for what is no
 * `$metadata`.
 */
export async function init(env: Env, { from, out, force }: InitOptions): Promise<number> {
  const drafts = /^https?:\/\//.test(from) ? await draftAsking(env, from) : draft(await readSavedMetadata(from))
  const files = drafts.filter(({ text }) => text !== '')
  const folder = resolve(out)
  const existing = files.filter(({ file }) => existsSync(join(folder, file)))
  if (existing.length > 0 && !force) {
    console.error(
      `В ${out} уже есть ${existing.map(({ file }) => file).join(', ')}. Ничего не записано: укажите другую папку (--out) или перезапишите файлы (--force).`,
    )
    return 2
  }
  mkdirSync(folder, { recursive: true })
  for (const { file, text } of files) writeFileSync(join(folder, file), text)
  console.log(report(drafts, out))
  return files.length > 0 ? 0 : 1
}

const draft = (metadata: Metadata, directories?: Directories): Draft[] =>
  draftMappings(shapeOf(metadata), publishedSets(metadata), directories)

/** A running infobase tells more than its names: directories whose items stand for values are read. */
async function draftAsking(env: Env, from: string): Promise<Draft[]> {
  const url = new URL(from)
  const user = decodeURIComponent(url.username) || env.ONEC_USER || 'exchange'
  const password = decodeURIComponent(url.password) || env.ONEC_PASSWORD || ''
  url.username = url.password = ''
  const base = url.href.replace(/\/(odata\/standard\.odata\/?)?(\$metadata)?$/, '')
  const onec = openOnec({ url: base, user, password, timeoutMs: patienceMs })
  try {
    const metadata = await onec.metadata()
    const drafts = draft(metadata)
    const sets = new Set(drafts.flatMap(({ directories }) => directories))
    return sets.size === 0 ? drafts : draft(metadata, await readDirectories(onec, sets))
  } catch (cause) {
    const why = cause instanceof HubError ? cause.message : describeError(cause)
    throw new ConfigError(`1С по адресу ${base} не описала себя: ${why}`, { url: base }, { cause })
  } finally {
    await onec.close()
  }
}

/** A directory of values is small; of a long one these are enough to see that it is none. */
const mostItems = 200

async function readDirectories(onec: Onec, sets: ReadonlySet<string>): Promise<Directories> {
  const read = new Map<string, Item[]>()
  for (const set of sets) {
    try {
      const rows = await onec.list(set, { top: mostItems })
      const items = rows.filter(({ DeletionMark, IsFolder }) => DeletionMark !== true && IsFolder !== true)
      read.set(
        set,
        items.map(({ Description, PredefinedDataName }) => ({
          name: String(Description ?? ''),
          predefined: String(PredefinedDataName ?? ''),
        })),
      )
    } catch (error) {
      console.error(`${set} не прочитать, значения предложены по обычным названиям: ${describeError(error)}`)
    }
  }
  return read
}

const columns = ['Сущность', 'Объект 1С', 'Найдено', 'Под вопросом', 'Нет', 'Готово'] as const

/** The table of what was found, and what to do next. */
function report(drafts: readonly Draft[], out: string): string {
  const rows = drafts.map(({ entity, set, fields: { found, unsure, missing } }) => [
    entityNames[entity],
    set ?? 'не нашлось',
    String(found),
    String(unsure),
    String(missing),
    share(found + unsure, found + unsure + missing),
  ])
  const sum = (pick: (draft: Draft) => number) => drafts.reduce((total, draft) => total + pick(draft), 0)
  const [found, unsure] = [sum(({ fields }) => fields.found), sum(({ fields }) => fields.unsure)]
  const total = found + unsure + sum(({ fields }) => fields.missing)
  const table = [
    columns,
    ...rows,
    ['Всего', '', String(found), String(unsure), String(total - found - unsure), share(found + unsure, total)],
  ]
  const widths = columns.map((_, at) => Math.max(...table.map((row) => row[at]?.length ?? 0)))
  const lines = table.map((row) =>
    row.map((cell, at) => (at < 2 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join('  '),
  )
  const toMend = drafts.flatMap(({ errors }) => errors.map(({ file, line, text }) => `  ${file}:${line}: ${text}`))
  return [
    ...lines,
    '',
    ...(toMend.length > 0 ? ['Исправить вручную:', ...toMend, ''] : []),
    `Файлы — в папке ${out}. Проверьте строки с вопросом, положите файлы в папку соответствий и запустите realtor-hub lint.`,
  ].join('\n')
}

const share = (part: number, whole: number): string => (whole === 0 ? '—' : `${Math.round((part / whole) * 100)} %`)
