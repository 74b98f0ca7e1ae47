import { nearest } from '../../nearest.ts'
import type { InfobaseSchema } from '../../schema.ts'
import type { Field } from '../field-sources.ts'
import { guess, type Report } from '../report.ts'
import { type Found, isComposite } from './walk.ts'

type NamedEnum = ReturnType<InfobaseSchema['enums']>[number]

/** Rivals a person is shown. */
const mostNamed = 3

/** Compares a table of values with the members of the enum its attribute holds. */
export function checkValues(schema: InfobaseSchema, field: Field, found: Found, report: Report): void {
  const { name, spec, at, on } = field
  if (!spec.values || isComposite(schema, found.owner, found.name)) return
  const keys = Object.keys(spec.values).filter((key) => key !== '')
  const enums = schema.enums(found.owner, found.name, keys)
  const [named] = enums
  if (!named) return
  if (enums.length > 1) {
    tellUnsure(field, found, keys, enums, report)
    return
  }
  const { members } = named
  const isKnown = new Set(members)
  const isSure = keys.some((key) => isKnown.has(key))
  const uncovered = members.filter((member) => !keys.includes(member))
  const isLost = uncovered.length > 0 && !isCatchAll(field)
  // A value nobody has any more does no harm; one that has another name now, or that is to be written, does. And which enum it
  // is was guessed: where not one value is in it, the guess may be what is wrong.
  const level = isSure && (isLost || spec.write !== undefined) ? 'error' : 'warning'
  const all = `Есть: ${members.join(', ')}.`
  for (const key of keys.filter((each) => !isKnown.has(each))) {
    const hint = nearest(key, members)
    report(
      'enum-value',
      { path: [...at.path, 'values', key] },
      `У «${found.name}» в 1С нет значения «${key}»${guess(hint)} ${all}`,
      level,
    )
  }
  for (const [ours, theirs] of Object.entries(spec.back ?? {}))
    if (!isKnown.has(theirs))
      report(
        'enum-value',
        on('back', ours),
        `У «${found.name}» в 1С нет значения «${theirs}»${guess(nearest(theirs, members))} ${all}`,
        level,
      )
  if (isSure && isLost)
    report('enum-uncovered', { path: [...at.path, 'values'] }, uncoveredText(name, uncovered, spec.default))
}

/**
 * Of several enums an attribute may hold nobody can say what is wrong, only where it matters which one it is. What holds none
 * of the values is no rival worth naming.
 */
function tellUnsure(
  field: Field,
  found: Found,
  keys: readonly string[],
  enums: readonly NamedEnum[],
  report: Report,
): void {
  const rivals = enums.filter(({ members }) => keys.some((key) => members.includes(key)))
  const isWritten = field.spec.write !== undefined
  const matters = rivals.some(
    ({ members }) =>
      (!isCatchAll(field) && members.some((member) => !keys.includes(member))) ||
      (isWritten && keys.some((key) => !members.includes(key))),
  )
  if (rivals.length < 2 || !matters) return
  const named = rivals.slice(0, mostNamed).map(({ name, members }) => `«${name}» (${members.join(', ')})`)
  const more = rivals.length > mostNamed ? ` или ещё ${rivals.length - mostNamed}` : ''
  report(
    'enum-unsure',
    { path: [...field.at.path, 'values'] },
    `Какое перечисление держит «${found.name}», по именам не понять: ${named.join(' или ')}${more}. Сверьте values с конфигурацией 1С.`,
  )
}

/** A default that no value has stands for all others on purpose; else it stands for what is not filled in. */
function isCatchAll({ spec }: Field): boolean {
  return spec.default !== undefined && !Object.values(spec.values ?? {}).includes(spec.default ?? '')
}

function uncoveredText(name: string, uncovered: readonly string[], fallback: unknown): string {
  const isOne = uncovered.length === 1
  const which = isOne
    ? `бывает ещё «${uncovered[0]}», в values его нет`
    : `бывают ещё ${uncovered.join(', ')}, в values их нет`
  const lost = `записи с ${isOne ? 'ним' : 'ними'} попадут в «не разобрано»`
  return `В 1С ${which}: ${fallback === undefined ? lost : `поле «${name}» будет тогда «${String(fallback)}»`}. Допишите.`
}
