import { type Env, readLocalConfig } from '../config.ts'
import { openOnec } from '../connectors/onec/client.ts'
import { describeError } from '../errors.ts'
import { checkMetadata } from '../mapping/check-metadata.ts'
import { readMappings } from '../mappings.ts'

/** Prints what is wrong with the mapping files; with ONEC_URL their names are compared with the infobase too. */
export async function lint(env: Env): Promise<number> {
  const config = readLocalConfig(env)
  const mappings = readMappings(config.mappings, config.onec.timezone)
  const findings = [...mappings.findings]
  const { url, user, password, timeoutMs } = config.onec
  if (url !== null) {
    const onec = openOnec({ url, user, password, timeoutMs })
    try {
      const metadata = await onec.metadata()
      const sets = {
        has: (set: string) => metadata.sets.has(set),
        names: () => [...metadata.sets.keys()],
        properties: (set: string) => new Set(metadata.entityTypes.get(metadata.sets.get(set) ?? '')?.properties.keys()),
      }
      for (const { file, spec } of mappings.all) findings.push(...checkMetadata(file, spec, sets))
    } catch (error) {
      console.error(`1C did not answer, names were not compared: ${describeError(error)}`)
    } finally {
      await onec.close()
    }
  }
  for (const { file, line, column, level, code, text } of findings)
    console.log(`${file}:${line}:${column} ${level} ${code}: ${text}`)
  const errors = findings.filter((finding) => finding.level === 'error').length
  console.log(`${mappings.all.length} mappings in use, ${errors} errors, ${findings.length - errors} warnings`)
  return errors > 0 ? 1 : 0
}
