import type { EntityName } from '../../model/index.ts'
import { fieldKinds } from '../field-kind.ts'
import { compileMappings } from '../index.ts'
import type { InfobaseShape } from '../infobase/shape.ts'
import type { Finding } from '../lint/finding.ts'
import type { InfobaseSchema } from '../schema.ts'
import { type Directories, sure } from './candidate.ts'
import { type EntityProposal, proposeMappings } from './propose.ts'
import { writeMapping } from './write-yaml.ts'

export interface Draft {
  entity: EntityName
  file: string
  /** Empty when no set of the base suits the entity. */
  text: string
  set: string | null
  fields: { found: number; unsure: number; missing: number }
  /** What a person has to mend before the file can be used. */
  errors: readonly Finding[]
  /** Sets whose items stand for values of the model: with them read the draft gets better. */
  directories: readonly string[]
}

/** `adPlatform` → `ad-platform.yaml`, as the files of the distribution are called. */
const fileOf = (entity: EntityName): string =>
  `${entity.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.yaml`

/** So often a field that lint refuses is taken back; more is never needed. */
const rounds = 4

/**
 * Drafts mapping files for a foreign base and tries them with lint: a field that would not work is taken back into a
 * comment with the reason, so that what is left is wrong only where the base has nothing to give.
 */
export function draftMappings(shape: InfobaseShape, schema: InfobaseSchema, directories?: Directories): Draft[] {
  const proposals = proposeMappings(shape, directories)
  const refused = new Map<EntityName, Map<string, string>>(proposals.map(({ entity }) => [entity, new Map()]))
  let texts = written(proposals, shape, refused)
  let findings: readonly Finding[] = []
  for (let round = 0; round < rounds; round++) {
    const mappings = compileMappings(
      texts.flatMap(({ file, text }) => (text === '' ? [] : [{ name: file, text }])),
      { timezone: 'Europe/Moscow' },
    )
    mappings.check(schema)
    findings = mappings.findings.filter(({ level, code }) => level === 'error' && code !== 'missing-field')
    const before = countOf(refused)
    for (const finding of findings) refuse(proposals, texts, refused, finding)
    if (countOf(refused) === before) {
      findings = mappings.findings.filter(({ level }) => level === 'error')
      break
    }
    texts = written(proposals, shape, refused)
  }
  return proposals.map((proposal) => {
    const { entity, set, fields } = proposal
    const own = refused.get(entity)
    const usable = fields.map(({ field, chosen }) => (own?.has(field) ? null : chosen))
    const found = usable.filter((chosen) => chosen !== null && chosen.score >= sure).length
    const unsure = usable.filter((chosen) => chosen !== null).length - found
    const file = fileOf(entity)
    const total = set === null ? Object.keys(fieldKinds(entity)).length : fields.length
    return {
      entity,
      file,
      text: texts.find((one) => one.file === file)?.text ?? '',
      set: set?.set ?? null,
      fields: { found, unsure, missing: total - found - unsure },
      errors: findings.filter((finding) => finding.file === file),
      directories: usable.flatMap((chosen) => chosen?.directory ?? []),
    }
  })
}

type Refusals = ReadonlyMap<EntityName, Map<string, string>>

const written = (proposals: readonly EntityProposal[], shape: InfobaseShape, refused: Refusals) =>
  proposals.map((proposal) => ({
    file: fileOf(proposal.entity),
    text: writeMapping(proposal, shape, refused.get(proposal.entity) ?? new Map()),
  }))

const countOf = (refused: Refusals): number => [...refused.values()].reduce((sum, own) => sum + own.size, 0)

/** Takes back the field in whose lines the finding is. */
function refuse(
  proposals: readonly EntityProposal[],
  texts: readonly { file: string; text: string }[],
  refused: Refusals,
  { file, line, text }: Finding,
): void {
  const lines = texts.find((one) => one.file === file)?.text.split('\n') ?? []
  const proposal = proposals.find(({ entity }) => fileOf(entity) === file)
  for (let at = line - 1; at >= 0; at--) {
    const name = /^ {2}(\w+):/.exec(lines[at] ?? '')?.[1]
    if (name === undefined) continue
    if (proposal?.fields.some(({ field, chosen }) => field === name && chosen !== null))
      refused.get(proposal.entity)?.set(name, text.replace(/\.$/, ''))
    return
  }
}
