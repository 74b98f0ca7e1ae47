import { readFileSync } from 'node:fs'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { type Configuration, enumOf, flag, number, ref, text } from '../../../src/twin/infobase/configuration.ts'
import type { Infobase } from '../../../src/twin/infobase/infobase.ts'
import { guid, publish } from './published.ts'

const sample = (name: string) =>
  readFileSync(new URL(`../../fixtures/1c/${name}`, import.meta.url), 'utf8').replace(/^\uFEFF/, '')

const units2016: Configuration = {
  name: 'Test',
  enums: {},
  objects: [
    {
      kind: 'Catalog',
      name: 'ЕдиницыИзмерения',
      synonym: 'Единицы измерения',
      codeLength: 9,
      descriptionLength: 50,
      owners: ['Catalog_Номенклатура'],
      attributes: { Вес: number(4), Коэффициент: number(10) },
    },
    {
      kind: 'Catalog',
      name: 'Номенклатура',
      synonym: 'Номенклатура',
      codeLength: 11,
      descriptionLength: 100,
      folders: true,
      attributes: {
        Артикул: text(25),
        Весовой: flag,
        ЕдиницаИзмеренияДляСравненияОтгрузок: ref('Catalog_ЕдиницыИзмерения'),
        СерийныйУчет: flag,
      },
      sections: { Картинки: { Имя: text(50) } },
    },
  ],
}

test('a list of a subordinate catalog is the recorded reply to the letter', async () => {
  const recorded = sample('json/list-catalog-subordinate.json')
  const { value } = JSON.parse(recorded) as { value: Record<string, string>[] }
  const published = await publish({
    configuration: units2016,
    seed: (base) => {
      for (const { 'Owner@navigationLinkUrl': _link, Коэффициент, ...rest } of value) {
        base.keep('Catalog_ЕдиницыИзмерения', rest.Ref_Key ?? '', { ...rest, Коэффициент: Number(Коэффициент) })
      }
    },
  })
  const { text: body } = await published.ask('/Catalog_ЕдиницыИзмерения', { $format: 'application/json' })
  expect(body.replaceAll(published.root, 'http://moon/Test/odata/standard.odata')).toBe(recorded.trimEnd())
})

test('a single item has the recorded members, in an order that is not that of a list', async () => {
  const recorded = JSON.parse(sample('json/single-catalog-hierarchical.json')) as Record<string, string>
  const key = recorded.Ref_Key ?? ''
  const published = await publish({
    configuration: units2016,
    seed: (base) => {
      const { 'odata.metadata': _metadata, 'Parent@navigationLinkUrl': _link, ...item } = recorded
      base.keep('Catalog_Номенклатура', key, item)
    },
  })
  const single = await published.ask(`/Catalog_Номенклатура(guid'${key}')`, { $format: 'json' })
  const expected = { ...recorded, 'odata.metadata': `${published.root}/$metadata#Catalog_Номенклатура/@Element` }
  expect(single.json()).toEqual(expected)
  const [listed = {}] = await published.rows('Catalog_Номенклатура')
  const names = (entity: object) => Object.keys(entity).filter((name) => !name.includes('.'))
  expect(names(single.json())).not.toEqual(names(listed))
  expect(names(single.json()).at(-1)).toBe('Parent@navigationLinkUrl')
})

interface Element {
  name: string
  attributes: Record<string, string>
  children: (Element | string)[]
}

/** An XML document as a tree without the whitespace of its layout. */
function treeOf(xml: string): Element {
  const root: Element = { name: '', attributes: {}, children: [] }
  const stack = [root]
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element: Element = { name, attributes: { ...attributes } as Record<string, string>, children: [] }
    stack.at(-1)?.children.push(element)
    stack.push(element)
  })
  parser.on('closetag', () => void stack.pop())
  parser.on('text', (content) => {
    if (content.trim() !== '') stack.at(-1)?.children.push(content)
  })
  parser.write(xml).close()
  const [document] = root.children
  if (typeof document !== 'object') throw new Error('No document element.')
  return document
}

const elements = ({ children }: Element) => children.filter((child) => typeof child === 'object')
const named = (parent: Element, name: string, key = '') =>
  elements(parent).find((child) => child.name === name && (key === '' || child.attributes.Name === key))

const acts2016: Configuration = {
  name: 'Test',
  enums: { ТипКонтрагента: ['ФизЛицо', 'ЮрЛицо'] },
  objects: [
    {
      kind: 'Document',
      name: 'АктВыполненныхРабот',
      synonym: 'Акт',
      numberLength: 9,
      posting: () => [],
      attributes: { Контрагент: ref('Catalog_Контрагенты') },
      sections: { Работы: { Сумма: number(10, 2), Описание: text() } },
    },
    {
      kind: 'Catalog',
      name: 'Контрагенты',
      synonym: 'Контрагенты',
      codeLength: 9,
      descriptionLength: 50,
      attributes: { Вид: enumOf('ТипКонтрагента') },
    },
  ],
}

test('the metadata of a document are those of the recorded base, element by element', async () => {
  const published = await publish({ configuration: acts2016 })
  const answer = await published.ask('/$metadata')
  expect(answer.type).toContain('application/xml')
  const ours = treeOf(answer.text)
  const recorded = treeOf(sample('metadata/small-2016.edmx.xml'))
  const schemaOf = (document: Element) => {
    const [services] = elements(document)
    const [schema] = services ? elements(services) : []
    if (!schema) throw new Error('No schema.')
    return schema
  }
  expect(ours.attributes).toEqual(recorded.attributes)
  const [mine, theirs] = [schemaOf(ours), schemaOf(recorded)]
  expect(mine.attributes).toEqual(theirs.attributes)
  for (const [kind, name] of [
    ['EntityType', 'Document_АктВыполненныхРабот'],
    ['EntityType', 'Document_АктВыполненныхРабот_Работы'],
    ['ComplexType', 'Document_АктВыполненныхРабот_Работы_RowType'],
    ['ComplexType', 'NumberQualifiers'],
    ['ComplexType', 'PointInTime'],
    ['Association', 'Document_АктВыполненныхРабот_Контрагент'],
    ['EnumType', 'ТипКонтрагента'],
    ['EnumType', 'AccountType'],
    ['EnumType', 'AllowedSign'],
    ['EntityContainer', 'EnterpriseV8'],
  ] as const) {
    expect(named(mine, kind, name), name).toEqual(named(theirs, kind, name))
  }
  const kinds = elements(mine).map((element) => element.name)
  const order = kinds.filter((kind, index) => kind !== kinds[index - 1])
  expect(order).toEqual(['EntityType', 'ComplexType', 'Association', 'EnumType', 'EntityContainer'])
  const allowedLength = elements(mine).filter((element) => element.attributes.Name === 'AllowedLength')
  expect(allowedLength, 'real servers declare it twice').toHaveLength(2)
})

const orders2026: Configuration = {
  name: 'trade_demo',
  enums: { Статусы: ['КОбеспечению'] },
  objects: [
    {
      kind: 'Document',
      name: 'ЗаказКлиента',
      synonym: 'Заказ клиента',
      numberLength: 11,
      posting: () => [],
      attributes: { Статус: enumOf('Статусы'), Контрагент: ref('Catalog_Контрагенты'), Комментарий: text() },
      sections: { ЭтапыГрафикаОплаты: { ПроцентПлатежа: number(5, 2), СуммаПлатежа: number(15, 2) } },
    },
    { kind: 'Document', name: 'Отгрузка', synonym: 'Отгрузка', numberLength: 11, attributes: {} },
    {
      kind: 'Catalog',
      name: 'Контрагенты',
      synonym: 'Контрагенты',
      codeLength: 9,
      descriptionLength: 50,
      attributes: {},
    },
    {
      kind: 'AccumulationRegister',
      name: 'ЗаказыКлиентов',
      synonym: 'Заказы клиентов',
      recorders: ['Document_ЗаказКлиента', 'Document_Отгрузка'],
      dimensions: {},
      resources: { Заказано: number(15, 2) },
    },
    {
      kind: 'ExchangePlan',
      name: 'Обмен',
      synonym: 'Обмен',
      codeLength: 5,
      descriptionLength: 50,
      content: ['Document_ЗаказКлиента', 'AccumulationRegister_ЗаказыКлиентов'],
    },
  ],
}

test('a message of changes has the entries of the recorded one', async () => {
  const order = '8d1d7287-6240-11f1-9296-08002761f3c5'
  const published = await publish({ configuration: orders2026, seed: (base) => seedOrder(base, order) })
  const { base, root } = published
  const point = `'${root}/ExchangePlan_Обмен(guid'${guid(91)}')'`
  base.write('Document_ЗаказКлиента', { Ref_Key: order, Комментарий: '' })
  base.post('Document_ЗаказКлиента', order)
  base.write('AccumulationRegister_ЗаказыКлиентов', {
    Recorder: order,
    Recorder_Type: 'StandardODATA.Document_ЗаказКлиента',
    RecordSet: [{ LineNumber: 1, RecordType: 'Receipt', Заказано: 2 }],
  })
  base.erase('AccumulationRegister_ЗаказыКлиентов', order)
  const answer = await published.ask('/SelectChanges', { DataExchangePoint: point, MessageNo: '5' }, { method: 'POST' })
  const feed = treeOf(answer.text)
  const recorded = treeOf(sample('atom/selectchanges-order-with-movements.xml'))
  const site = 'http://192.168.56.101/trade_demo/odata/standard.odata'
  const comparable = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll(root, site)
        .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g, 'T'),
    )
  expect(comparable(feed.attributes)).toEqual(comparable(recorded.attributes))
  const [document, movements] = elements(feed)
  const [theirDocument, , theirMovements] = elements(recorded)
  if (!document || !movements || !theirDocument || !theirMovements) throw new Error('An entry is missing.')
  expect(comparable(movements)).toEqual(comparable(theirMovements))
  const head = (entry: Element) => elements(entry).filter((element) => element.name !== 'content')
  expect(comparable(head(document))).toEqual(comparable(head(theirDocument)))
  const properties = (entry: Element) => {
    const content = named(entry, 'content')
    const block = content && named(content, 'm:properties')
    return new Map((block ? elements(block) : []).map((element) => [element.name, element]))
  }
  const theirs = properties(theirDocument)
  for (const name of ['d:Статус', 'd:Контрагент_Key', 'd:Комментарий', 'd:Ref_Key', 'd:DeletionMark']) {
    expect(properties(document).get(name), name).toEqual(theirs.get(name))
  }
  const [row] = elements(properties(document).get('d:ЭтапыГрафикаОплаты') as Element)
  const [theirRow] = elements(theirs.get('d:ЭтапыГрафикаОплаты') as Element)
  expect(row?.attributes).toEqual(theirRow?.attributes)
  expect(elements(row as Element).map(({ name }) => name)).toEqual([
    'd:LineNumber',
    'd:ПроцентПлатежа',
    'd:СуммаПлатежа',
  ])
})

function seedOrder(base: Infobase, order: string): void {
  base.write('ExchangePlan_Обмен', { Ref_Key: guid(91), Code: 'HUB' })
  base.write('Document_ЗаказКлиента', {
    Ref_Key: order,
    Статус: 'КОбеспечению',
    Контрагент_Key: 'dee6e19d-55bc-11d9-848a-00112f43529a',
    ЭтапыГрафикаОплаты: [{ LineNumber: 1, ПроцентПлатежа: 100, СуммаПлатежа: 25000 }],
  })
}

test('errors have the recorded shape in JSON and in XML', async () => {
  const { ask } = await publish({ configuration: acts2016 })
  const shapeOf = (body: string) => body.replace(/"value": ".*"/, '"value": "…"').trimEnd()
  const unknownSet = await ask('/CatalogПоставщики', { $format: 'json' })
  expect(shapeOf(unknownSet.text)).toBe(shapeOf(sample('errors/odata-8-unknown-entity-set.json')))
  expect([unknownSet.status, unknownSet.reason]).toEqual([404, 'Not found'])
  const unparsed = await ask('/Catalog_Контрагенты', { $format: 'json', $filter: 'Code eq' })
  expect(shapeOf(unparsed.text)).toBe(shapeOf(sample('errors/odata-14-filter-parse.json')))
  const missing = await ask(`/Catalog_Контрагенты(guid'${guid(1)}')`, { $format: 'json' })
  expect(shapeOf(missing.text)).toBe(shapeOf(sample('errors/odata-9-instance-not-found.json')))
  const broken = await ask('/Catalog_Контрагенты', { $format: 'json' }, { method: 'POST', body: '[]' })
  expect(broken.text).toBe(sample('errors/odata-minus1-internal.json').trimEnd())
  const xml = await ask(`/Catalog_Контрагенты(guid'${guid(1)}')`)
  const [ours, theirs] = [treeOf(xml.text), treeOf(sample('errors/odata-9.xml'))]
  expect(elements(ours)[0]).toEqual(elements(theirs)[0])
  expect(elements(ours)[1]?.children).toEqual(['Экземпляр сущности "Контрагенты" не найден по переданному ключу.'])
})

test('an exhausted pool of sessions answers the recorded XML', async () => {
  const { base, ask } = await publish({ configuration: acts2016 })
  base.faults.sessionPool = true
  const answer = await ask('/Catalog_Контрагенты', { $format: 'json' })
  expect(answer.status).toBe(406)
  const [ours, theirs] = [treeOf(answer.text), treeOf(sample('errors/platform-406-session-pool-timeout.xml'))]
  expect(ours).toEqual(theirs)
})
