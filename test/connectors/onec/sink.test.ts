import { expect, test } from 'vitest'
import { putObject } from '../../../src/connectors/onec/sink.ts'
import { openWriter } from '../../../src/connectors/onec/writer.ts'
import { RejectedError, UnknownOutcomeError } from '../../../src/errors.ts'
import type { RawRecord } from '../../../src/model/raw.ts'
import { failureOf, json, odataError, serve } from './server.ts'

const ref = '68c21aea-cd73-11e6-aede-5404a6b4b8ed'
const other = '68c21aea-cd73-11e6-aede-5404a6b4b8ee'
const set = 'Catalog_Контрагенты'
const find = "ВнешнийКод eq 'звонок-1'"
const body: RawRecord = {
  ВнешнийКод: 'звонок-1',
  Description: 'Иванов',
  Возраст: 30,
  Телефоны: [{ Номер: '79990001122' }, { Номер: '79990001133' }],
}
const request = { set, find, body, createOnly: ['Description'] }

/** 1C's idea of a written value: Int64 as text, fixed-length strings padded, everything else of the object beside it. */
function stored(written: RawRecord): RawRecord {
  const { Возраст: age } = written
  return {
    Ref_Key: ref,
    Code: '000000001',
    DeletionMark: false,
    ...written,
    ...(age !== undefined && { Возраст: String(age) }),
    ВнешнийКод: 'звонок-1   ',
  }
}

interface Lost {
  /** Cuts the connection after the write was done. */
  answers?: number
}

/** An infobase of a few objects; `keep` is what 1C makes of a write. */
function serveObjects(objects: RawRecord[], keep: (written: RawRecord) => RawRecord = stored, lost: Lost = {}) {
  return serve(({ method, path, body }, response) => {
    const [, key] = /\(guid'(.*)'\)/.exec(path) ?? []
    const at = objects.findIndex((one) => one.Ref_Key === key)
    if (method === 'GET') {
      if (key === undefined) return json(response, { value: objects })
      return at < 0 ? json(response, odataError('9', 'нет'), 404) : json(response, objects[at])
    }
    const written = keep(JSON.parse(body) as RawRecord)
    if (method === 'POST') objects.push(written)
    else objects[at] = { ...objects[at], ...written }
    if (lost.answers) {
      lost.answers -= 1
      return void response.socket?.destroy()
    }
    json(response, objects.at(-1), method === 'POST' ? 201 : 200)
  })
}

test('an object that is not there is created, rows numbered, and read back', async () => {
  const objects: RawRecord[] = []
  await using fake = await serveObjects(objects)
  expect(await putObject(fake.open(), request)).toMatchObject({ ref, raw: objects[0], did: 'created', conflicts: [] })
  expect(fake.received.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET'])
  expect(fake.received[0]?.query.get('$filter')).toBe(find)
  expect(JSON.parse(fake.received[1]?.body ?? '')).toEqual({
    ...body,
    Телефоны: [
      { Номер: '79990001122', LineNumber: '1' },
      { Номер: '79990001133', LineNumber: '2' },
    ],
  })
})

test('an object that holds it all is left alone, whatever its forms and its name', async () => {
  await using fake = await serveObjects([stored({ ...body, Description: 'Иванов И. И.' })])
  expect(await putObject(fake.open(), { ...request, ref })).toMatchObject({ ref, did: 'nothing', conflicts: [] })
  expect(fake.received.map(({ method }) => method)).toEqual(['GET'])
})

test('only the difference is written, a section whole', async () => {
  await using fake = await serveObjects([
    stored({ ...body, Description: 'Петров', Телефоны: [{ Номер: '79990001122' }] }),
  ])
  expect(await putObject(fake.open(), { ...request, ref })).toMatchObject({ did: 'changed', conflicts: [] })
  const patches = fake.received.filter(({ method }) => method === 'PATCH')
  expect(patches.map((patch) => JSON.parse(patch.body))).toEqual([
    {
      Телефоны: [
        { Номер: '79990001122', LineNumber: '1' },
        { Номер: '79990001133', LineNumber: '2' },
      ],
    },
  ])
})

test('a reference nobody knows any more falls back to the key of the hub', async () => {
  await using fake = await serveObjects([stored(body)])
  expect(await putObject(fake.open(), { ...request, ref: other })).toMatchObject({ ref, did: 'nothing' })
})

test('what 1C truncated, ignored or changed is reported', async () => {
  await using fake = await serveObjects([], (written) => {
    const { Возраст: _, ...rest } = stored(written)
    return { ...rest, Description: 'Ива', Телефоны: [{ Номер: '9990001122', LineNumber: '1' }] }
  })
  const { conflicts } = await putObject(fake.open(), request)
  expect(conflicts).toEqual([
    { property: 'Description', wanted: 'Иванов', got: 'Ива' },
    { property: 'Возраст', wanted: 30, got: null },
    { property: 'Телефоны', wanted: body.Телефоны, got: [{ Номер: '9990001122' }] },
  ])
})

test('two objects with one key are for a person to sort out', async () => {
  await using fake = await serveObjects([stored(body), { ...stored(body), Ref_Key: other }])
  const error = await failureOf(putObject(fake.open(), request))
  expect(error).toBeInstanceOf(RejectedError)
  expect(error).toMatchObject({ facts: { reason: 'ambiguous', refs: [ref, other] } })
  expect(fake.received.map(({ method }) => method)).toEqual(['GET'])
})

test('after a lost answer the same request finds what was done and does it no second time', async () => {
  const objects: RawRecord[] = []
  await using fake = await serveObjects(objects, stored, { answers: 1 })
  const onec = fake.open()
  expect(await failureOf(putObject(onec, request))).toBeInstanceOf(UnknownOutcomeError)
  expect(await putObject(onec, request)).toMatchObject({ ref, did: 'nothing', conflicts: [] })
  expect(objects).toHaveLength(1)
  expect(fake.received.filter(({ method }) => method === 'POST')).toHaveLength(1)
})

/** An infobase with one object whose name it cuts to three letters; DataVersion grows with every write. */
function serveCutting(object: RawRecord) {
  const objects = [object]
  return serveObjects(objects, (written) => {
    const { Description: name, ...rest } = { ...objects[0], ...stored(written) }
    const version = String(Number(objects[0]?.DataVersion ?? 0) + 1)
    return { ...rest, Description: String(name).slice(0, 3), DataVersion: version }
  })
}

const writes = (fake: { received: { method: string }[] }) =>
  fake.received.filter(({ method }) => method !== 'GET').length

test('what 1C would not take is not offered again until the wish or the object changes', async () => {
  await using fake = await serveCutting(stored({ ...body, Description: 'Пет', DataVersion: '1' }))
  const onec = fake.open()
  const wish = { ...request, createOnly: [] }
  const first = await putObject(onec, wish)
  expect(first).toMatchObject({
    did: 'changed',
    conflicts: [{ property: 'Description', wanted: 'Иванов', got: 'Ива' }],
  })
  const second = await putObject(onec, { ...wish, last: first })
  expect(second).toMatchObject({ did: 'nothing', conflicts: first.conflicts })
  expect(writes(fake)).toBe(1)

  const other = { ...wish, body: { ...body, Description: 'Иваненко' } }
  const third = await putObject(onec, { ...other, last: second })
  expect(third).toMatchObject({ did: 'changed', conflicts: [{ wanted: 'Иваненко', got: 'Ива' }] })
  await onec.patch(set, ref, { Возраст: 30 })
  expect(await putObject(onec, { ...other, last: third })).toMatchObject({ did: 'changed' })
  expect(writes(fake)).toBe(4)
})

test('what a person changed since our last write is theirs, and told', async () => {
  await using fake = await serveObjects([stored(body)])
  const onec = fake.open()
  const first = await putObject(onec, request)
  await onec.patch(set, ref, { Возраст: 31 })
  const second = await putObject(onec, { ...request, last: { ...first, written: { Возраст: 30 } } })
  expect(second).toMatchObject({ did: 'nothing', conflicts: [{ property: 'Возраст', wanted: 30, got: '31' }] })
})

test('an object made by another mapping and not touched since is made anew; one that was touched is left alone', async () => {
  let version = 0
  const objects: RawRecord[] = []
  await using fake = await serveObjects(objects, (written) => {
    version += 1
    return { ...stored(written), DataVersion: String(version) }
  })
  const onec = fake.open()
  const createOnly = ['Description', 'Телефоны']
  const misplaced = { ...request, createOnly, body: { ...body, Телефоны: [{ Примечание: '79990001122' }] } }
  const first = await putObject(onec, misplaced)
  expect(await putObject(onec, { ...misplaced, last: first })).toMatchObject({ did: 'nothing' })

  const mended = { ...request, createOnly, last: first }
  expect(await putObject(onec, mended)).toMatchObject({ did: 'changed', conflicts: [] })
  expect(objects[0]).toMatchObject({ Телефоны: [{ Номер: '79990001122' }, { Номер: '79990001133' }] })

  await onec.patch(set, ref, { Description: 'Иванов И. И.' })
  expect(await putObject(onec, mended)).toMatchObject({ did: 'nothing' })
})

test('posting comes after the data, taking back before a mark of deletion', async () => {
  const objects: RawRecord[] = [{ ...stored(body), Posted: false }]
  await using fake = await serve(({ method, path, body }, response) => {
    const [, action] = /\/(Post|Unpost)$/.exec(path) ?? []
    if (action) objects[0] = { ...objects[0], Posted: action === 'Post' }
    else if (method === 'PATCH') objects[0] = { ...objects[0], ...(JSON.parse(body) as RawRecord) }
    json(response, path.includes('(guid') ? objects[0] : { value: objects })
  })
  const onec = fake.open()
  const steps = () =>
    fake.received.splice(0).flatMap(({ method, path }) => (method === 'GET' ? [] : [path.split('/').at(-1)]))
  expect(await putObject(onec, { ...request, body: { Возраст: 40, Posted: true }, createOnly: [] })).toMatchObject({
    did: 'changed',
    raw: { Posted: true },
    conflicts: [],
  })
  expect(steps()).toEqual([`${set}(guid'${ref}')`, 'Post'])
  await putObject(onec, { ...request, body: { DeletionMark: true }, createOnly: [] })
  expect(steps()).toEqual(['Unpost', `${set}(guid'${ref}')`])
  expect(objects).toMatchObject([{ Posted: false, DeletionMark: true, Возраст: 40 }])
})

test('writes of one object keep their order, and our own last version is known again', async () => {
  const objects: RawRecord[] = []
  await using fake = await serveObjects(objects, (written) => ({
    ...stored(written),
    DataVersion: `v${written.Description}`,
  }))
  const onec = fake.open()
  const writer = openWriter()
  const wish = (name: string) => ({ ...request, body: { ...body, Description: name }, createOnly: [] })
  const results = await Promise.all(['1', '2', '3'].map((name) => writer.put(wish(name), onec)))
  expect(results.map(({ did }) => did)).toEqual(['created', 'changed', 'changed'])
  expect(objects).toHaveLength(1)
  expect(writer.isEcho({ Ref_Key: ref, DataVersion: 'v3' })).toBe(true)
  expect(writer.isEcho({ Ref_Key: ref, DataVersion: 'v2' })).toBe(false)
  expect(writer.isEcho({ Ref_Key: other, DataVersion: 'v3' })).toBe(false)
})
