import { type Env, readLocalConfig } from '../config.ts'
import { openOnec } from '../connectors/onec/client.ts'
import { publishedSets } from '../connectors/onec/published-sets.ts'
import { describeError } from '../errors.ts'
import { readMappings } from '../mappings.ts'

/** Prints what is wrong with the mapping files; with ONEC_URL their names are compared with the infobase too. */
export async function lint(env: Env): Promise<number> {
  const config = readLocalConfig(env)
  const mappings = readMappings(config.mappings, config.onec.timezone)
  const { url, user, password, timeoutMs } = config.onec
  if (url !== null) {
    const onec = openOnec({ url, user, password, timeoutMs })
    try {
      mappings.check(publishedSets(await onec.metadata()))
    } catch (error) {
      console.error(`1C did not answer, names were not compared: ${describeError(error)}`)
    } finally {
      await onec.close()
    }
  }
  const { findings } = mappings
  for (const { file, line, column, level, code, text } of findings)
    console.log(`${file}:${line}:${column} ${level} ${code}: ${text}`)
  const errors = findings.filter((finding) => finding.level === 'error').length
  console.log(`${mappings.all.length} mappings in use, ${errors} errors, ${findings.length - errors} warnings`)
  return errors > 0 ? 1 : 0
}
