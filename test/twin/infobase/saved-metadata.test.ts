import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inventRecords } from '../../../src/twin/infobase/invent.ts'
import { metadataXml } from '../../../src/twin/infobase/render/metadata.ts'
import { readSavedMetadata } from '../../../src/twin/infobase/saved-metadata/read-saved-metadata.ts'
import { deriveSchema } from '../../../src/twin/infobase/schema.ts'
import { parseXml, type XmlElement } from '../../../src/twin/infobase/xml-tree.ts'
import { books } from './books.ts'
import { office } from './office.ts'
import { publish } from './published.ts'
import { shop } from './shop.ts'

const recorded = readFileSync(new URL('../../fixtures/1c/metadata/small-2016.edmx.xml', import.meta.url), 'utf8')

/** The declarations of a document, each as text, whatever their order. */
function declarations(xml: string): string[] {
  const text = ({ name, attributes, children }: XmlElement): string =>
    `${name} ${JSON.stringify(attributes)} [${children.map(text).join(', ')}]`
  const [schema] = parseXml(xml).children.flatMap(({ children }) => children)
  return (schema?.children ?? [])
    .flatMap((element) => (element.name === 'EntityContainer' ? element.children : [element]))
    .map(text)
    .sort()
}

test('a recorded $metadata is served back declaration by declaration', () => {
  expect(declarations(metadataXml(readSavedMetadata(recorded, 'Запись')))).toEqual(declarations(recorded))
})

test.each([shop, office, books])('the $metadata of $name, saved and loaded, are the same again', (configuration) => {
  const saved = metadataXml(deriveSchema(configuration))
  expect(declarations(metadataXml(readSavedMetadata(saved, 'Копия')))).toEqual(declarations(saved))
})

async function loaded(saved: string, records: number) {
  const schema = readSavedMetadata(saved, 'Копия')
  return publish({ configuration: schema.configuration, schema, seed: inventRecords(records) })
}

test('a base made of metadata is empty, and takes what clients write', async () => {
  const { ask, rows } = await loaded(recorded, 0)
  const acts = 'Document_АктВыполненныхРабот'
  expect(await rows(acts)).toEqual([])
  const client = await ask('/Catalog_Контрагенты', { $format: 'json' }, { method: 'POST', body: { Вид: 'ЮрЛицо' } })
  const body = { Контрагент_Key: client.json().Ref_Key, Работы: [{ LineNumber: 1, Сумма: 12.34 }] }
  const act = await ask(`/${acts}`, { $format: 'json' }, { method: 'POST', body })
  expect(act.json()).toMatchObject({ Number: '00000000001', Posted: false, Работы: [{ Сумма: 12.34 }] })
  const url = `/${acts}(guid'${act.json().Ref_Key}')`
  expect((await ask(`${url}/Post`, {}, { method: 'POST' })).status).toBe(200)
  const [read] = await rows(acts, { $expand: 'Контрагент', $filter: "Контрагент/Вид eq 'ЮрЛицо'" })
  expect(read).toMatchObject({ Posted: true, Контрагент: { Code: '000000001' } })
})

test('records are invented in every set of objects, rows and constants, and refer to each other', async () => {
  const { rows, base } = await loaded(metadataXml(deriveSchema(shop)), 4)
  for (const set of base.schema.sets.values()) {
    if (set.form === 'object' || set.form === 'independent') expect(base.list(set.name), set.name).toHaveLength(4)
  }
  const [unit] = await rows('Catalog_Единицы', { $expand: 'Owner' })
  expect(unit).toMatchObject({ Description: 'Запись 1', Owner: { Description: expect.stringMatching(/^Запись/) } })
  expect(await rows('InformationRegister_Цены/SliceLast')).toHaveLength(4)
  expect(await rows('AccumulationRegister_Выручка/Balance')).toEqual([])
})

test('registers, exchange and single rows of a loaded base work like those of a described one', async () => {
  const { ask, rows, root, base } = await loaded(metadataXml(deriveSchema(shop)), 2)
  const [node] = base.list('ExchangePlan_Обмен')
  const [sale] = base.list('Document_Продажа')
  const recorder = `Recorder='${sale?.Ref_Key}', Recorder_Type='StandardODATA.Document_Продажа'`
  const RecordSet = [{ LineNumber: 1, RecordType: 'Receipt', Сумма: 7 }]
  const url = `/AccumulationRegister_Выручка(${recorder})`
  expect((await ask(url, {}, { method: 'PATCH', body: { RecordSet } })).status).toBe(200)
  expect(await rows('AccumulationRegister_Выручка/Balance')).toMatchObject([{ СуммаBalance: 7 }])
  const point = `'${root}/ExchangePlan_Обмен(guid'${node?.Ref_Key}')'`
  const changes = await ask('/SelectChanges', { DataExchangePoint: point, MessageNo: '1' }, { method: 'POST' })
  expect(changes.text).toContain(`<id>${root}/AccumulationRegister_Выручка(${recorder})</id>`)
})

test('a register of several recorders keeps its key when a single one of them is published', async () => {
  const saved = metadataXml(deriveSchema(shop)).replace(/<EntityType Name="Document_Возврат"[\s\S]*?<\/EntityType>/, '')
  const { ask, base } = await loaded(saved, 1)
  const [sale] = base.list('Document_Продажа')
  const recorder = { Recorder: sale?.Ref_Key, Recorder_Type: 'StandardODATA.Document_Продажа' }
  const url = `/AccumulationRegister_Выручка(Recorder='${sale?.Ref_Key}', Recorder_Type='StandardODATA.Document_Продажа')`
  const body = { RecordSet: [{ LineNumber: 1, RecordType: 'Receipt', Сумма: 7 }] }
  expect((await ask(url, { $format: 'json' }, { method: 'PATCH', body })).json()).toMatchObject(recorder)
  expect((await ask(url, { $format: 'json' })).json()).toMatchObject({ ...recorder, RecordSet: [{ Сумма: 7 }] })
})

test('another document is refused in words', () => {
  expect(() => readSavedMetadata('<edmx/>', 'x')).toThrow('no $metadata of 1C')
})
