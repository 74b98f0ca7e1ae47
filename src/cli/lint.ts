import { type Env, readLocalConfig } from '../config.ts'
import { openOnec } from '../connectors/onec/client.ts'
import type { Metadata } from '../connectors/onec/metadata.ts'
import { publishedSets } from '../connectors/onec/published-sets.ts'
import { describeError } from '../errors.ts'
import { checkCases } from '../mapping/cases.ts'
import { compileMappings } from '../mapping/index.ts'
import { readCaseFiles, readMappingFiles } from '../mappings.ts'
import { formatFinding } from './format-finding.ts'
import { readSavedMetadata } from './read-saved-metadata.ts'

export interface LintOptions {
  /** File with a saved `$metadata`, also packed (`.gz`); then 1C is not asked. */
  metadata?: string | undefined
  json?: boolean | undefined
}

/**
 * Prints what is wrong with the mapping files. Their names are compared with a saved `$metadata` or, with ONEC_URL, with the
 * infobase. The exit code is 1 when a file cannot be used. Throws ConfigError for a `$metadata` that cannot be read.
 */
export async function lint(env: Env, { metadata, json = false }: LintOptions = {}): Promise<number> {
  const config = readLocalConfig(env)
  const texts = readMappingFiles(config.mappings)
  const files = Object.entries(texts).map(([name, text]) => ({ name, text }))
  const mappings = compileMappings(files, { timezone: config.onec.timezone })
  const known = metadata === undefined ? await askOnec(config.onec) : await readSavedMetadata(metadata)
  if (known) mappings.check(publishedSets(known))

  const cases = readCaseFiles(config.mappings)
  const findings = [...mappings.findings, ...checkCases(cases, mappings)]
  const sources = { ...texts, ...Object.fromEntries(cases.map(({ name, text }) => [name, text])) }
  const errors = findings.filter(({ level }) => level === 'error').length
  if (json) console.log(JSON.stringify({ mappings: mappings.all.length, compared: known !== null, findings }, null, 2))
  else {
    for (const finding of findings) console.log(formatFinding(finding, sources[finding.file] ?? ''))
    console.log(
      `Соответствий в работе: ${mappings.all.length}, ошибок: ${errors}, замечаний: ${findings.length - errors}`,
    )
  }
  return errors > 0 ? 1 : 0
}

/** Null without ONEC_URL, and when 1C is away: the files are worth checking all the same. */
async function askOnec(config: ReturnType<typeof readLocalConfig>['onec']): Promise<Metadata | null> {
  const { url, user, password, timeoutMs } = config
  if (url === null) return null
  const onec = openOnec({ url, user, password, timeoutMs })
  try {
    return await onec.metadata()
  } catch (error) {
    console.error(
      `1С не ответила, имена не сверены: ${describeError(error)}\nМожно сверить с сохранённым описанием: lint --metadata <файл>`,
    )
    return null
  } finally {
    await onec.close()
  }
}
