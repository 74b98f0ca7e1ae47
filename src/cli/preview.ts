import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { type Env, readConfig } from '../config.ts'
import { createHub, type Hub } from '../context.ts'
import { ConfigError, describeError } from '../errors.ts'
import { changedFiles, errorsOfChange, withChanges } from '../flows/mappings/changed-files.ts'
import type { EffectResult, EntityEffect, Example, Group } from '../flows/mappings/effect/effect-result.ts'
import { measureEffect } from '../flows/mappings/effect/measure-effect.ts'
import { isMappingFile, readMappingFiles } from '../mappings.ts'
import { lastVersion } from '../store/mapping-versions.ts'
import { formatFinding } from './format-finding.ts'

const shownExamples = 5
const widest = 44

/**
 * Prints what a mapping file would change against the version in use, beside a running hub or without one: reads 1C and the
 * store and writes to neither. `which` is an entity or file of HUB_MAPPINGS, or the path of a file elsewhere; a running hub
 * takes edits in its own folder into use by itself, so a copy is what one tries. Resolves with the exit code: 0 tried, 1 the
 * file cannot be used or 1C does not answer.
 */
export async function preview(env: Env, which: string): Promise<number> {
  const config = readConfig(env, env.ONEC_URL ? undefined : `http://127.0.0.1:${env.TWIN_PORT || '8081'}`)
  const hub = await createHub({ ...config, logLevel: 'error', onec: { ...config.onec, sessions: 1 } })
  try {
    const version = await lastVersion(hub.db)
    const base = version?.files ?? hub.mappings.files
    hub.mappings.check(await hub.onec.sets())
    hub.mappings.use(base)
    const edited = findFile(hub, which)
    const next = withChanges(base, { [edited.name]: edited.text })
    const changed = changedFiles(base, next)
    const after = hub.mappings.compile(next)
    const errors = errorsOfChange(hub.mappings.current, after, changed)
    if (errors.length > 0) {
      const files = [edited.name, ...errors.map(({ file }) => file)]
      for (const finding of after.findings)
        if (files.includes(finding.file)) console.log(formatFinding(finding, next[finding.file] ?? ''))
      return 1
    }
    const against = version === null ? 'файлами в папке соответствий' : `версией ${version.id}, которая в работе`
    if (changed.length === 0) {
      console.log(`${edited.name} не отличается: сравнивали с ${against}.`)
      return 0
    }
    const result = await measureEffect(hub, {
      before: hub.mappings.current,
      after,
      changed,
      signal: new AbortController().signal,
      onProgress: async ({ title, done, total }) => showProgress(title, done, total),
    })
    showProgress()
    printEffect(edited.name, against, result)
    return 0
  } catch (error) {
    showProgress()
    console.error(`Проверить не получилось: ${describeError(error)}`)
    return 1
  } finally {
    await hub.close()
  }
}

function findFile(hub: Hub, which: string): { name: string; text: string } {
  const name = basename(which)
  if (which !== name || (isMappingFile(name) && existsSync(which))) {
    if (!isMappingFile(name) || !existsSync(which))
      throw new ConfigError(`${which}: такого файла соответствий нет. Укажите файл .yaml.`)
    return { name, text: readFileSync(which, 'utf8') }
  }
  const disk = readMappingFiles(hub.config.mappings)
  const own = hub.mappings.all.find(({ entity }) => entity === which)?.file
  const found = [name, `${name}.yaml`, own ?? ''].find((one) => disk[one] !== undefined)
  if (found !== undefined) return { name: found, text: disk[found] ?? '' }
  throw new ConfigError(
    `Нет ни файла, ни сущности «${which}» в ${hub.config.mappings}. Есть: ${Object.keys(disk).join(', ')}.`,
  )
}

function printEffect(file: string, against: string, result: EffectResult): void {
  console.log(`${file}: сравнение с ${against}. Прочитано записей: ${result.read}.\n`)
  console.log(
    result.sentences.length === 0 ? 'Ничего не изменится.' : result.sentences.map((line) => `• ${line}`).join('\n'),
  )
  for (const entity of result.entities) for (const [title, group] of groupsOf(entity)) printGroup(title, group)
  for (const { feed, leaves, enters } of result.feeds) {
    printGroup(`Уйдут из фида ${feed}`, leaves)
    printGroup(`Появятся в фиде ${feed}`, enters)
  }
  printGroup('Долг по договорам', result.debts)
  printGroup(`Записи в 1С (проверено последних: ${result.writes.checked})`, result.writes)
  printGroup('Не смогут попасть в 1С', result.writes.failing)
}

function groupsOf({ title, fields, enters, leaves, unreadable, readable }: EntityEffect): [string, Group][] {
  return [
    [`${title}: перестанут читаться`, unreadable],
    [`${title}: уйдут из хаба`, leaves],
    ...fields.map((field) => [`${title}: «${field.title}»`, field] as [string, Group]),
    [`${title}: начнут читаться`, readable],
    [`${title}: появятся в хабе`, enters],
  ]
}

function printGroup(title: string, { count, examples }: Group): void {
  if (count === 0) return
  console.log(`\n${title}: ${count}`)
  const rows = examples.slice(0, shownExamples).map(cellsOf)
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  for (const row of rows)
    console.log(
      `  ${row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd()}`,
    )
  if (count > rows.length) console.log(`  … и ещё ${count - rows.length}`)
}

const cellsOf = ({ label, before, after }: Example): string[] =>
  [label, before, `→ ${after}`].map((text) => {
    const line = text.replaceAll('\n', '; ')
    return line.length > widest ? `${line.slice(0, widest - 1)}…` : line
  })

/** Without arguments clears the line. */
function showProgress(title = '', done = 0, total = 0): void {
  if (process.stderr.isTTY) process.stderr.write(title === '' ? '\r\x1b[K' : `\r\x1b[K${title} ${done}/${total}`)
}
