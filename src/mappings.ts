import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError } from './errors.ts'
import { compileMappings, type Mappings } from './mapping/index.ts'

/** Reads and compiles the folder of mapping files. Throws ConfigError only when there is no such folder. */
export function readMappings(folder: string, timezone: string): Mappings {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch (cause) {
    throw new ConfigError(
      `${folder} cannot be read. Point HUB_MAPPINGS at the folder with the mapping files.`,
      { folder },
      { cause },
    )
  }
  const files = names
    .filter((name) => name.endsWith('.yaml') && !name.endsWith('.cases.yaml'))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  return compileMappings(files, { timezone })
}
