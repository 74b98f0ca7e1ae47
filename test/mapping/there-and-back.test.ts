import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type FieldKind, fieldKinds } from '../../src/mapping/field-kind.ts'
import { compileMappings } from '../../src/mapping/index.ts'
import type { FullFieldSpec } from '../../src/mapping/spec.ts'
import { type EntityName, entities } from '../../src/model/index.ts'
import type { RawRecord } from '../../src/model/raw.ts'

/** A field with a way back, and a value the way must lead back to. */
interface Sample {
  field: FullFieldSpec
  value: unknown
}

const timezone = 'Europe/Moscow'
const attribute = fc.stringMatching(/^[А-Я][а-я]{1,8}$/)
const text = fc
  .string({ unit: fc.constantFrom(...'аЯё 0<&>\'"\\№-.'), minLength: 1, maxLength: 12 })
  .map((one) => one.trim() || 'я')
const guid = fc.uuid().filter((one) => !/^[0-]+$/.test(one))
const e164 = fc.integer({ min: 0, max: 9_999_999 }).map((n) => `+7999${String(n).padStart(7, '0')}`)
const seconds = fc.integer({ min: 1_420_100_000, max: 4_000_000_000 })

/** Values by converter. Where 1C has no empty value of a kind, the converter is one that takes its zero for empty. */
const scalars: Record<string, { as: FullFieldSpec['as']; value: fc.Arbitrary<unknown> }> = {
  text: { as: 'text', value: text },
  int: {
    as: 'intOrEmpty',
    value: fc.oneof(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1990, max: 2100 }),
      fc.integer({ min: 1, max: 1e9 }),
    ),
  },
  number: { as: 'numberOrEmpty', value: fc.integer({ min: 1, max: 1e9 }).map((n) => n / 1000) },
  bool: { as: 'bool', value: fc.boolean() },
  money: { as: 'moneyOrEmpty', value: fc.integer({ min: -1e12, max: 1e12 }).filter((n) => n !== 0) },
  area: { as: 'area', value: fc.integer({ min: 1, max: 1e7 }) },
  date: { as: 'date', value: seconds.map((at) => new Date(at * 1000).toISOString().slice(0, 10)) },
  instant: { as: 'instant', value: seconds.map((at) => new Date(at * 1000).toISOString()) },
  ref: { as: 'ref', value: guid },
  phone: { as: 'phone', value: e164.map((one) => ({ e164: one, ext: null, raw: one.slice(1) })) },
  e164: { as: 'e164', value: e164 },
}

const also = fc.option(fc.constant({ Прочее: 'постоянное', Ещё: true }), { nil: undefined })
const write = fc.constantFrom('create', 'always') as fc.Arbitrary<'create' | 'always'>

function sampleOf(name: string, kind: FieldKind, n: number): fc.Arbitrary<Sample> | null {
  if (kind.record) return null
  if (kind.options) return enumSample(kind, n)
  const scalar = scalars[kind.as ?? '']
  if (!scalar) throw new Error(`no values for ${name}`)
  const { as } = scalar
  const value = scalar.value.filter((one) => kind.schema.safeParse(one).success)
  // What is written of one kind is read of all kinds named.
  const where = fc
    .tuple(attribute, fc.boolean())
    .map(([column, several]) => `Ряды[Вид='${name}'${several ? `, 'Ещё ${name}'` : ''}].${column}`)
  const own = attribute.map((one) => `${one}${n}`)
  if (kind.list) {
    return fc.record({
      field: fc.record(
        { path: where, as: fc.constant(as), write, alsoWrite: also },
        { requiredKeys: ['path', 'as', 'write'] },
      ),
      value: fc.array(value, { maxLength: 3 }),
    })
  }
  const isWritten = kind.nullable ? fc.option(value) : value
  const type =
    as === 'ref' || as === 'text'
      ? fc.option(fc.constantFrom('Catalog_Что', 'Edm.String'), { nil: undefined })
      : fc.constant(undefined)
  return fc.record({
    field: fc.record(
      {
        path: as === 'text' && kind.nullable ? fc.oneof(own, where) : own,
        as: fc.constant(as),
        type,
        write,
        alsoWrite: fc.option(fc.constant({ [`Прочее${n}`]: 'постоянное' }), { nil: undefined }),
      },
      { requiredKeys: ['path', 'as', 'write'] },
    ),
    value: isWritten,
  })
}

/** A table with one word of 1C for each of ours, or several and the inverse said. */
function enumSample({ options, nullable }: FieldKind, n: number): fc.Arbitrary<Sample> {
  const ours = options ?? []
  return fc.record({
    field: fc.tuple(attribute, fc.boolean(), write, fc.boolean()).map(([path, isAmbiguous, writes, hasDefault]) => ({
      path: `${path}${n}`,
      values: Object.fromEntries(
        ours.flatMap((one) => [...(isAmbiguous ? [[`Старое ${one}`, one]] : []), [`Слово ${one}`, one]]),
      ),
      ...(isAmbiguous ? { back: Object.fromEntries(ours.map((one) => [one, `Слово ${one}`])) } : {}),
      ...(hasDefault && nullable ? { default: null } : {}),
      write: writes,
    })),
    value: nullable ? fc.option(fc.constantFrom(...ours)) : fc.constantFrom(...ours),
  })
}

const world: fc.Arbitrary<{ to: EntityName; samples: Record<string, Sample> }> = fc
  .constantFrom(...(Object.keys(entities) as EntityName[]))
  .chain((to) => {
    const samples = Object.entries(fieldKinds(to)).flatMap(([name, kind], n) => {
      const sample = sampleOf(name, kind, n)
      return sample ? [[name, sample] as const] : []
    })
    return fc.record({ to: fc.constant(to), samples: fc.record(Object.fromEntries(samples)) })
  })

test('what the hub writes is what it reads again, for every field that may be written', () => {
  fc.assert(
    fc.property(world, ({ to, samples }) => {
      const fields = Object.fromEntries(Object.entries(samples).map(([name, { field }]) => [name, field]))
      const file = { name: 'any.yaml', text: JSON.stringify({ from: { set: 'Catalog_Что' }, to, fields }) }
      const mappings = compileMappings([file], { timezone })
      expect(mappings.findings.filter(({ level }) => level === 'error')).toEqual([])
      const mapping = mappings.of(to)
      const given = Object.fromEntries(Object.entries(samples).map(([name, { value }]) => [name, value]))
      const { body, createOnly } = mapping?.write(given) ?? { body: {}, createOnly: [] }
      for (const name of createOnly) expect(body).toHaveProperty(name)
      // Through the wire, as JSON.
      const read = mapping?.read(JSON.parse(JSON.stringify(body)) as RawRecord)
      expect(read).toMatchObject(given)
    }),
    { numRuns: 150 },
  )
})
