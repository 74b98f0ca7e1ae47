import type { EntityName } from '../../model/index.ts'
import { nearest } from '../nearest.ts'
import { parsePath } from '../path.ts'
import { fullSpec, type MappingSpec } from '../spec.ts'
import { kindsOf } from './field-sources.ts'
import { namesIn } from './odata-names.ts'
import type { At } from './places.ts'
import { guess, type Report } from './report.ts'

/** Conditions the hub asks for, with the values it has for them; one of the values must be in the condition. */
const conditions: Readonly<Record<string, readonly string[]>> = { key: ['key'], phone: ['phone', 'last10', 'spelled'] }

/** Entities the hub searches by telephone before it creates one. */
const searchedByPhone: ReadonlySet<EntityName> = new Set(['client'])

const place = /\{([\p{L}_][\p{L}\p{N}_]*)\}/gu

/** Rules of how the hub finds objects in 1C, its own among them. */
export function checkLookup(spec: MappingSpec, report: Report): void {
  for (const [name, text] of Object.entries(spec.lookup ?? {})) {
    const known = Object.hasOwn(conditions, name) ? conditions[name] : undefined
    if (known) checkCondition(name, text, known, report)
    else
      report(
        'unused-word',
        { path: ['lookup', name] },
        `Условия lookup.${name} хаб не ищет${guess(nearest(name, Object.keys(conditions)))} Бывает ${Object.keys(conditions).join(', ')}.`,
      )
  }
  const written = Object.entries(spec.fields).find(([, field]) => fullSpec(field).write !== undefined)
  if (written) checkOwnKey(spec, { path: ['fields', written[0], 'write'] }, report)
}

function checkCondition(name: string, text: string, known: readonly string[], report: Report): void {
  const at: At = { path: ['lookup', name], on: 'value' }
  // Quotes around a place would make letters of it.
  const quoted = /'(?:[^']|'')*'/g
  for (const [literal] of text.matchAll(quoted))
    for (const [inside] of literal.matchAll(place))
      report(
        'condition',
        { ...at, word: inside },
        `Уберите кавычки вокруг ${inside}: хаб поставит их сам, а так он искал бы сами эти буквы.`,
      )
  if ((text.match(/'/g)?.length ?? 0) % 2 === 1) report('condition', at, 'В условии кавычка не закрыта.')
  const found = Array.from(text.replace(quoted, ' ').matchAll(place), ([, parameter = '']) => parameter)
  for (const parameter of found.filter((each) => !known.includes(each)))
    report(
      'condition',
      { ...at, word: `{${parameter}}` },
      `Значения {${parameter}} у lookup.${name} нет${guess(nearest(parameter, known))} Бывает ${known.map((each) => `{${each}}`).join(', ')}.`,
    )
  if (found.length === 0)
    report(
      'condition',
      at,
      `В условии lookup.${name} нет ${known.map((each) => `{${each}}`).join(' или ')}: оно не зависело бы от того, что ищут. Допишите его.`,
    )
}

/** Without a key of its own the hub cannot tell after a broken connection whether its object was created. */
function checkOwnKey(spec: MappingSpec, at: At, report: Report): void {
  const key = spec.lookup?.key
  if (key === undefined) {
    const text = `Нет lookup.key: хаб не сможет создавать «${spec.to}», потому что не найдёт своих после обрыва связи. Допишите в lookup строку «key: Реквизит eq {key}».`
    report('no-key', at, text)
  }
  if (searchedByPhone.has(spec.to) && spec.lookup?.phone === undefined)
    report(
      'no-key',
      at,
      'Нет lookup.phone: хаб не спросит 1С, нет ли уже клиента с таким телефоном, и может завести второго. Допишите его.',
    )
  if (!Object.hasOwn(kindsOf(spec.to), 'externalKey')) return
  const field = Object.hasOwn(spec.fields, 'externalKey') ? fullSpec(spec.fields.externalKey ?? '') : null
  if (field?.write === undefined) {
    const what = field ? 'Поле externalKey не пишется' : 'Нет поля externalKey'
    report(
      'no-key',
      field ? { path: ['fields', 'externalKey'] } : { path: ['fields'] },
      `${what}: хаб не пометит созданные им объекты и не найдёт их потом. Допишите externalKey: { path: Реквизит, write: create }.`,
    )
    return
  }
  const attribute = parsePath(field.path ?? '')?.name ?? ''
  if (key !== undefined && attribute !== '' && !namesIn(key).some(({ steps }) => steps.at(-1)?.name === attribute))
    report(
      'no-key',
      { path: ['lookup', 'key'], on: 'value' },
      `lookup.key ищет не по «${attribute}», в который пишется externalKey: созданное хабом не найдётся. Ищите по «${attribute}».`,
    )
}
