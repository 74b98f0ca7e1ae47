import { expect, test } from 'vitest'
import { type FieldKind, fieldKinds } from '../../../src/mapping/field-kind.ts'
import type { ObjectShape } from '../../../src/mapping/infobase/shape.ts'
import { fieldCandidates } from '../../../src/mapping/kit/field-candidates.ts'
import { guessOption } from '../../../src/mapping/kit/guess-option.ts'
import { meanings } from '../../../src/mapping/kit/wanted/meanings.ts'
import { wanted } from '../../../src/mapping/kit/wanted/wanted.ts'
import type { WantedField } from '../../../src/mapping/kit/wanted/wanted-field.ts'
import { type EntityName, entities } from '../../../src/model/index.ts'

/** A type of 1C that carries such a field. */
function typeOf(kind: FieldKind, { to, as = kind.as ?? 'text' }: WantedField): string {
  if (to !== undefined) return `ref:Catalog_${to}`
  if (as === 'ref') return 'Edm.Guid'
  if (as === 'bool') return 'Edm.Boolean'
  if (as === 'date' || as === 'instant') return 'Edm.DateTime'
  return /^(int|number|money|area)/.test(as) ? 'Edm.Double' : 'Edm.String'
}

/** Every name of the tables whose field is an attribute. */
const rows = (Object.keys(entities) as EntityName[]).flatMap((entity) =>
  Object.entries(fieldKinds(entity)).flatMap(([field, kind]) => {
    const want = wanted[entity].fields[field]
    if (!want || kind.record) return []
    return want.names.map((name) => ({ entity, field, kind, want, name }))
  }),
)

test('every field of the model has a row, and every row is of a field', () => {
  for (const entity of Object.keys(entities) as EntityName[])
    expect([entity, Object.keys(wanted[entity].fields).sort()]).toEqual([
      entity,
      Object.keys(fieldKinds(entity)).sort(),
    ])
})

test('every name of a row is found by it, and is found best where it stands alone', () => {
  expect(rows.length).toBeGreaterThan(500)
  for (const { entity, field, kind, want, name } of rows) {
    const type = typeOf(kind, want)
    const attribute = type.startsWith('ref:') ? `${name}_Key` : name
    const object: ObjectShape = { attributes: { [attribute]: type }, sections: {}, functions: [] }
    const members = (kind.options ?? []).map((option) => meanings[option]?.[0] ?? option)
    const [best] = fieldCandidates(
      {
        shape: { objects: { Catalog_Что: object }, enums: { [name]: members } },
        set: 'Catalog_Что',
        object,
        homes: new Map(want.to === undefined ? [] : [[want.to, `Catalog_${want.to}`]]),
        directories: new Map(),
      },
      want,
      kind,
    )
    expect([entity, field, name, best?.takes]).toEqual([entity, field, name, attribute])
  }
})

test('every word of a meaning means it among the values of its field', () => {
  const options = new Set(
    (Object.keys(entities) as EntityName[]).flatMap((entity) =>
      Object.values(fieldKinds(entity)).flatMap(({ options: own }) => (own ? [own] : [])),
    ),
  )
  const lost = [...options].flatMap((own) =>
    own.flatMap((option) => (meanings[option] ?? []).filter((word) => guessOption(own, word)?.option !== option)),
  )
  expect(lost).toEqual([])
  expect([...options].flat().filter((option) => !meanings[option])).toEqual([])
})
