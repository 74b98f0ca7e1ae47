import { expect, onTestFinished, test } from 'vitest'
import { openOnec } from '../../src/connectors/onec/client.ts'
import { publishedSets } from '../../src/connectors/onec/published-sets.ts'
import { putObject } from '../../src/connectors/onec/sink.ts'
import { compileMappings } from '../../src/mapping/index.ts'
import { anyOf, anyValue, type Configuration, text } from '../../src/twin/infobase/configuration.ts'
import { publish } from '../twin/infobase/published.ts'

const calls = 'Document_Звонок'
const catalog = (name: string) =>
  ({ kind: 'Catalog', name, synonym: name, codeLength: 5, descriptionLength: 50, attributes: {} }) as const

/** Calls whose subscriber may be a partner or a person, and whose note may be anything. */
const configuration: Configuration = {
  name: 'Звонки',
  enums: {},
  objects: [
    catalog('Партнеры'),
    catalog('ФизическиеЛица'),
    {
      kind: 'Document',
      name: 'Звонок',
      synonym: 'Звонок',
      numberLength: 6,
      attributes: {
        Код: text(50),
        Абонент: anyOf('Catalog_Партнеры', 'Catalog_ФизическиеЛица'),
        Пометка: anyValue('Catalog_Партнеры'),
      },
    },
  ],
}

const file = `
from: { set: ${calls}, order: "Date,Number" }
to: interaction
fields:
  ref: Ref_Key
  at: { path: Date, write: create }
  externalKey: { path: Код, write: create }
  direction: { compute: "'входящий'", values: { входящий: in } }
  clientRef: { path: Абонент, type: Catalog_Партнеры, write: always }
  comment: { path: Пометка, type: Edm.String, write: always }
lookup: { key: "Код eq {key}" }
`

const mappings = compileMappings([{ name: 'interaction.yaml', text: file }], { timezone: 'Europe/Moscow' })

async function openCalls() {
  const { base, site } = await publish({ configuration })
  const onec = openOnec({ url: site, user: 'exchange', password: 'exchange', pauseMs: 1, pauses: [0] })
  onTestFinished(() => onec.close())
  const made = (set: string) => String(base.write(set, { Description: 'Анна' }).Ref_Key)
  const mapping = mappings.of('interaction')
  if (!mapping) throw new Error('the mapping is out of use')

  const look = async (key: string) => {
    const [raw = {}] = await onec.list(calls, { filter: `Код eq '${key}'` })
    return { raw, read: mapping.read(raw) }
  }
  /** Writes these fields of a call as the hub does; the object as 1C holds it then, and as the hub reads it. */
  const put = async (key: string, fields: Record<string, unknown>) => {
    const { body, createOnly } = mapping.write({ externalKey: key, at: '2026-11-24T06:30:00.000Z', ...fields })
    const result = await putObject(onec, { set: calls, find: `Код eq '${key}'`, body, createOnly })
    return { ...result, ...(await look(key)) }
  }
  return { base, onec, put, look, partner: made('Catalog_Партнеры'), person: made('Catalog_ФизическиеЛица') }
}

test('lint finds nothing to say of it', async () => {
  const { onec } = await openCalls()
  mappings.check(publishedSets(await onec.metadata()))
  expect(mappings.findings.filter(({ level }) => level === 'error')).toEqual([])
})

test('a value goes into 1C with the name of its type, and is read again', async () => {
  const { put, partner } = await openCalls()
  const { did, raw, read, conflicts } = await put('a', { clientRef: partner, comment: 'перезвонить' })
  expect(raw).toMatchObject({
    Абонент: partner,
    Абонент_Type: 'StandardODATA.Catalog_Партнеры',
    Пометка: 'перезвонить',
    Пометка_Type: 'Edm.String',
  })
  expect([did, conflicts]).toEqual(['created', []])
  expect(read).toMatchObject({ clientRef: partner, comment: 'перезвонить' })
  expect(await put('a', { clientRef: partner, comment: 'перезвонить' })).toMatchObject({
    did: 'nothing',
    conflicts: [],
  })
})

test('an empty value empties the attribute and its type, once', async () => {
  const { put, partner } = await openCalls()
  await put('b', { clientRef: partner, comment: 'перезвонить' })
  const { did, raw, read, conflicts } = await put('b', { clientRef: null, comment: null })
  expect([did, conflicts]).toEqual(['changed', []])
  expect(raw).toMatchObject({ Абонент_Type: 'StandardODATA.Undefined', Пометка_Type: 'StandardODATA.Undefined' })
  expect(read).toMatchObject({ clientRef: null, comment: null })
  expect(await put('b', { clientRef: null, comment: null })).toMatchObject({ did: 'nothing', conflicts: [] })
})

test('a value of another type reads as empty, and the hub writes over it with its own', async () => {
  const { base, put, look, partner, person } = await openCalls()
  const { ref } = await put('c', { clientRef: partner })
  base.write(calls, { Ref_Key: ref, Абонент: person, Абонент_Type: 'StandardODATA.Catalog_ФизическиеЛица' })
  expect(await look('c')).toMatchObject({ raw: { Абонент: person }, read: { clientRef: null } })
  const { raw } = await put('c', { clientRef: partner })
  expect(raw).toMatchObject({ Абонент: partner, Абонент_Type: 'StandardODATA.Catalog_Партнеры' })
})
