import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { isMap, parseDocument } from 'yaml'
import type { Hub } from '../../../context.ts'
import { lintMapping } from '../../../mapping/lint.ts'
import { readMappingFiles } from '../../../mappings.ts'
import { type EntityName, entities } from '../../../model/index.ts'
import { entityNames } from '../../../model/titles.ts'
import { NotFoundError } from '../route.ts'
import type { MappingFile, MappingRow, MappingState } from './mapping-contract.ts'

const entityKeys = Object.keys(entities) as EntityName[]

/** Every file of the folder of mappings and every entity that has none, in the order of the model. */
export function mappingList(hub: Hub): MappingRow[] {
  return allMappings(hub).map(({ text: _, ...row }) => row)
}

/** Throws NotFoundError for an address that is neither. */
export function mappingFile(hub: Hub, key: string): MappingFile {
  const found = allMappings(hub).find((one) => one.key === key)
  if (!found) throw new NotFoundError('Такого соответствия нет: файл удалён или переименован.')
  return found
}

function allMappings(hub: Hub): MappingFile[] {
  const files = Object.entries(readMappingFiles(hub.config.mappings)).map(([file, text]) => describe(hub, file, text))
  const absent = entityKeys.filter((name) => !files.some(({ key }) => key === name)).map(absentFile)
  const place = (key: string) => (entityKeys as string[]).indexOf(key)
  return [...files, ...absent].sort((a, b) => place(a.key) - place(b.key))
}

function describe(hub: Hub, file: string, text: string): MappingFile {
  const { entity, source } = headOf(file, text)
  // Of two files for one entity the one in use has its address.
  const owner = hub.mappings.all.find((mapping) => mapping.entity === entity)?.file
  const isOwn = entity !== null && (owner === undefined || owner === file)
  const findings = [...hub.mappings.findings, ...hub.mappings.held.flatMap((held) => held.findings)].filter(
    (finding) => finding.file === file,
  )
  const errors = findings.filter(({ level }) => level === 'error')
  return {
    key: isOwn ? entity : file.replace(/\.yaml$/, ''),
    file,
    title: entity ? entityNames[entity] : file,
    source,
    state: stateOf(hub, file, text),
    errors: errors.length,
    warnings: findings.length - errors.length,
    finding: (errors[0] ?? findings[0])?.text ?? null,
    changedAt: statSync(join(hub.config.mappings, file)).mtime.toISOString(),
    text,
    hash: createHash('sha256').update(text).digest('hex'),
  }
}

function stateOf(hub: Hub, file: string, text: string): MappingState {
  if (hub.mappings.files[file] !== text) return hub.mappings.files[file] === undefined ? 'broken' : 'changed'
  if (hub.mappings.all.some((mapping) => mapping.file === file)) return 'used'
  return lintMapping(file, text).spec ? 'held' : 'broken'
}

/** What a file says of itself, however bad the rest of it is. */
function headOf(file: string, text: string): { entity: EntityName | null; source: string } {
  const document = parseDocument(text, { prettyErrors: false, uniqueKeys: false })
  const named = entityKeys.find((name) => fileOf(name) === file) ?? null
  if (!isMap(document.contents)) return { entity: named, source: '' }
  const to = document.get('to')
  const source = ['set', 'http', 'soap']
    .map((word) => document.getIn(['from', word]))
    .find((value) => value !== undefined)
  return { entity: entityKeys.find((name) => name === to) ?? named, source: String(source ?? '') }
}

/** `adPlatform` → `ad-platform.yaml`. */
const fileOf = (entity: EntityName): string =>
  `${entity.replace(/\p{Lu}/gu, (letter) => `-${letter.toLowerCase()}`)}.yaml`

/** A beginning to go on from: what cannot be left out. */
function absentFile(entity: EntityName): MappingFile {
  return {
    key: entity,
    file: fileOf(entity),
    title: entityNames[entity],
    source: '',
    state: 'absent',
    errors: 0,
    warnings: 0,
    finding: null,
    changedAt: null,
    text: `# ${entityNames[entity]}\nfrom: { set: }\nto: ${entity}\nfields:\n  ref: Ref_Key\n  deleted: DeletionMark\n`,
    hash: '',
  }
}
