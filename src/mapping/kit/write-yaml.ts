import { entityNames, fieldTitle, optionTitle } from '../../model/titles.ts'
import type { InfobaseShape, ObjectShape } from '../infobase/shape.ts'
import { resemble } from '../resemble.ts'
import { type Candidate, nameScore, sure } from './candidate.ts'
import type { EntityProposal, FieldProposal } from './propose.ts'
import { wanted } from './wanted/wanted.ts'

const percent = (score: number): string => `${Math.round(Math.min(1, score) * 100)} %`

/** A scalar as it may stand in YAML. */
function scalar(value: unknown): string {
  if (typeof value !== 'string') return String(value)
  const isPlain = /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(value) && !/^(true|false|null|yes|no|on|off|y|n|~)$/i.test(value)
  return isPlain ? value : JSON.stringify(value)
}

const keyOf = (key: string): string =>
  /^(true|false|null|yes|no|on|off|y|n)$/i.test(key) ? JSON.stringify(key) : scalar(key)

/** Entries of a block, `indent` spaces in. */
function block(map: Readonly<Record<string, unknown>>, indent: number): string[] {
  const pad = ' '.repeat(indent)
  return Object.entries(map).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? [`${pad}${keyOf(key)}:`, ...block(value as Record<string, unknown>, indent + 2)]
      : [`${pad}${keyOf(key)}: ${scalar(value)}`],
  )
}

const briefly = ({ spec }: Candidate): string => String(spec.path ?? spec.compute ?? spec.rows ?? '')

/** What else a place could have been taken from, as a comment. */
const othersOf = (others: readonly Candidate[]): string[] =>
  others.map((other) => `${briefly(other)} ${percent(other.score)} (${other.reasons.join(', ')})`)

/** Fields that `reasons` says cannot be used as they are: why, by field. */
export type Refused = ReadonlyMap<string, string>

/**
 * A mapping file of a proposal: every line says how sure it is and what else was considered; what was not found, or is
 * refused, is a comment that says what was looked for.
 */
export function writeMapping(
  { entity, set, others, fields }: EntityProposal,
  shape: InfobaseShape,
  refused: Refused,
): string {
  const object = set ? shape.objects[set.set] : undefined
  if (!set || !object) return ''
  const lines = [
    `# ${entityNames[entity]}. Предложено по именам и типам этой базы: проверьте строки с вопросом, лишнее уберите.`,
    `# ${set.set}: ${percent(set.score)} — ${set.reasons.join(', ')}.`,
    ...others
      .slice(0, 3)
      .map((other) => `# кандидат: ${other.set}, ${percent(other.score)} — ${other.reasons.join(', ')}.`),
    ...source(set.set, object),
    `to: ${entity}`,
    ...notOnlyOurs(entity, object),
    'fields:',
    ...fields.flatMap((field) => fieldLines(entity, field, object, refused.get(field.field))),
    ...lookup(entity, fields, object, refused),
  ]
  return `${lines.join('\n')}\n`
}

function source(set: string, { attributes }: ObjectShape): string[] {
  const has = (name: string) => Object.hasOwn(attributes, name)
  const order = has('Code') ? 'Code' : has('Date') ? 'Date,Number' : 'Description,Ref_Key'
  const folders = has('IsFolder') ? ['  filter: IsFolder eq false', '  only: { IsFolder: false }'] : []
  return ['from:', `  set: ${set}`, `  order: ${scalar(order)}`, ...folders]
}

/** A directory of everybody one deals with has a flag for those we want. */
function notOnlyOurs(entity: EntityProposal['entity'], { attributes }: ObjectShape): string[] {
  if (entity !== 'client') return []
  const flags = Object.entries(attributes).filter(
    ([name, type]) => type === 'Edm.Boolean' && nameScore(['Клиент', 'ЭтоКлиент', 'Покупатель'], name).score >= 0.6,
  )
  return flags.slice(0, 1).map(([name]) => `# Если здесь не только клиенты: when: ${name}`)
}

function fieldLines(
  entity: EntityProposal['entity'],
  { field, kind, chosen, others }: FieldProposal,
  object: ObjectShape,
  refusal: string | undefined,
): string[] {
  const want = wanted[entity].fields[field]
  const title = fieldTitle(entity, field)
  if (chosen === null || refusal !== undefined) {
    if (field === 'posted' && !Object.hasOwn(object.attributes, 'Posted'))
      return ['  posted: { default: true } # не документ: проводить нечего']
    const looked = [...new Set(want?.names)].slice(0, 6).join(', ')
    const why = refusal ?? `не нашлось; искали ${looked}`
    const seen = othersOf(chosen ? [chosen, ...others] : others)
    const stand = standIn(entity, field, kind.nullable)
    const must =
      stand.length === 0 && !kind.nullable && !kind.list && kind.as !== 'bool' && kind.as !== 'text'
        ? ' Без этого поля файл не заработает.'
        : ''
    return [`  # ${field}: ${title} — ${why}.${must}`, ...seen.map((other) => `  #   кандидат: ${other}`), ...stand]
  }
  const spec = { ...chosen.spec }
  if (want?.orElse && want.orElse !== spec.path && Object.hasOwn(object.attributes, want.orElse))
    spec.orElse = want.orElse
  if (want?.write !== undefined && isWritable(chosen)) spec.write = want.write
  // A row of contacts shows what it holds as text as well.
  if (spec.write && field === 'phones' && typeof spec.orElse === 'string')
    spec.alsoWrite = { [spec.orElse]: { as: 'phoneText' } }
  if (field === 'externalKey' && entity === 'interaction') spec.required = true
  const note = `# ${chosen.score < sure ? '? ' : ''}${percent(chosen.score)}: ${chosen.reasons.join(', ')}`
  const unplaced = (chosen.unplaced ?? []).map((member) => `      # ${member}: — чему в хабе соответствует, не угадано`)
  const rivals = (chosen.rivals ?? []).map(
    ({ name, members }) => `      # по именам подходит и перечисление «${name}»: ${members.join(', ')}`,
  )
  const only = Object.keys(spec)
  const own =
    only.length === 1 && only[0] === 'path'
      ? [`  ${field}: ${scalar(spec.path)} ${note}`]
      : [`  ${field}: ${note}`, ...block(spec, 4)]
  const at = own.findLastIndex((line) => line.startsWith('      '))
  own.splice(at + 1, 0, ...unplaced, ...rivals)
  const unsure = chosen.score < sure ? othersOf(others).map((other) => `    # кандидат: ${other}`) : []
  return [...own, ...unsure]
}

/** One value for all until somebody finds where 1C keeps it: without it nothing of the entity could be read. */
function standIn(entity: EntityProposal['entity'], field: string, isNullable: boolean): string[] {
  const value = wanted[entity].fields[field]?.default
  if (isNullable || typeof value !== 'string') return []
  return [
    `  ${field}: # ? пока у всех «${optionTitle(value)}»`,
    ...block({ compute: `'${value}'`, values: { [value]: value } }, 4),
  ]
}

/** Only an attribute or a column of the object itself goes back to 1C, and only the words 1C has for a value. */
function isWritable({ spec, isReadOnly }: Candidate): boolean {
  return !isReadOnly && typeof spec.path === 'string'
}

function lookup(
  entity: EntityProposal['entity'],
  fields: readonly FieldProposal[],
  object: ObjectShape,
  refused: Refused,
): string[] {
  const pathOf = (name: string) => {
    const found = fields.find(({ field }) => field === name)?.chosen
    return found && !refused.has(name) ? String(found.spec.path ?? '') : ''
  }
  const key = pathOf('externalKey')
  const phones = entity === 'client' ? pathOf('phones') : ''
  const conditions = [
    ...(key && Object.hasOwn(object.attributes, key) ? [`  key: ${key} eq {key}`] : []),
    ...(phones ? [`  phone: ${JSON.stringify(phoneCondition(phones))}`] : []),
  ]
  return conditions.length === 0 ? [] : ['lookup:', ...conditions]
}

/** The digits alone are compared where 1C keeps them apart; a number as somebody typed it, by a pattern. */
function phoneCondition(path: string): string {
  const [, section, column] = /^(.+)\[.*\]\.(.+)$/.exec(path) ?? []
  const name = column ?? path
  const place = section === undefined ? name : `d/${name}`
  const isDigits = resemble('НомерТелефона', name).score === 1
  const condition = isDigits ? `endswith(${place}, {last10})` : `like(${place}, {spelled})`
  return section === undefined ? condition : `${section}/any(d: ${condition})`
}
