import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Change, readAtom } from '../../../src/connectors/onec/atom.ts'
import { decode, decodeChunks } from '../../../src/connectors/onec/decode.ts'
import { fixture, once } from './fixtures.ts'

const recorded = fixture('atom/selectchanges-order-with-movements.xml')
const order = '8d1d7287-6240-11f1-9296-08002761f3c5'

async function read(text: string): Promise<Change[]> {
  return collect(readAtom(once(text)))
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const item of items) all.push(item)
  return all
}

function feed(inside: string): string {
  return `<a:feed xmlns:a="http://www.w3.org/2005/Atom" xmlns:t="http://purl.org/atompub/tombstones/1.0"
    xmlns:p="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"
    xmlns="http://schemas.microsoft.com/ado/2007/08/dataservices">${inside}</a:feed>`
}

function entry(type: string, properties: string): string {
  return `<a:entry><a:id>x</a:id><a:category term="StandardODATA.${type}"/><a:content><p:properties>${properties}</p:properties></a:content></a:entry>`
}

test('the recorded package is a document and two record sets', async () => {
  const [document, amounts, orders] = await read(decode(recorded))
  expect(document).toMatchObject({
    kind: 'upsert',
    set: 'Document_ЗаказКлиента',
    raw: {
      Ref_Key: order,
      DataVersion: 'AAAAAAAAAAM=',
      Number: 'ТДЦБ-000002',
      Date: '2026-06-07T10:14:42',
      Posted: 'false',
      ДополнительнаяИнформация: '',
      ДокументОснование: '',
      ДокументОснование_Type: 'StandardODATA.Undefined',
      Автор_Type: 'UnavailableEntities.UnavailableEntity_604931cd-d4a8-48d0-bc59-2ac90e044abb',
      ДополнительныеРеквизиты: [],
      ЭтапыГрафикаОплаты: [{ LineNumber: '1', ВариантОплаты: 'КредитПослеОтгрузки', СуммаПлатежа: '25000' }],
      Товары: [
        { LineNumber: '1', Цена: '10000', СуммаНДС: '3333.33', Содержание: '' },
        { LineNumber: '2', Цена: '5000' },
      ],
    },
  })
  // In the sample each property of an entry starts a line after one tab.
  const [firstEntry = ''] = decode(recorded).split('</entry>')
  const raw = document?.kind === 'upsert' ? document.raw : {}
  expect(Object.keys(raw)).toEqual([...firstEntry.matchAll(/^\t<d:([\p{L}_]+)/gmu)].map(([, name]) => name))
  const cleared = { kind: 'record-set', recorder: order, recorderType: 'Document_ЗаказКлиента', rows: [] }
  expect(amounts).toEqual({ ...cleared, set: 'InformationRegister_СуммыДокументовВВалютахУчета' })
  expect(orders).toEqual({ ...cleared, set: 'AccumulationRegister_ЗаказыКлиентов' })
})

test('the recorded package reads the same however its bytes are cut', async () => {
  const whole = await read(decode(recorded))
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(recorded.length), { maxLength: 40 }), async (cuts) => {
      const at = [0, ...cuts.toSorted((a, b) => a - b), recorded.length]
      async function* chunks() {
        for (let i = 1; i < at.length; i += 1) yield recorded.subarray(at[i - 1], at[i])
      }
      expect(await collect(readAtom(decodeChunks(chunks())))).toEqual(whole)
    }),
    { numRuns: 25 },
  )
})

test('names are told by namespace, whatever the prefixes', async () => {
  expect(
    await read(
      feed(
        entry(
          'Catalog_Дома',
          '<Ref_Key>r</Ref_Key><Код p:null="true"/><Имя> а &amp; б<![CDATA[<]]></Имя><Пусто></Пусто>',
        ),
      ),
    ),
  ).toEqual([{ kind: 'upsert', set: 'Catalog_Дома', raw: { Ref_Key: 'r', Код: null, Имя: ' а & б<', Пусто: '' } }])
})

test('a single entry is read as a feed of one', async () => {
  const single = feed('')
    .replaceAll('a:feed', 'a:entry')
    .replace(
      '></a:entry>',
      '><a:category term="StandardODATA.Catalog_Дома"/><p:properties><Code>1</Code></p:properties></a:entry>',
    )
  expect(await read(single)).toEqual([{ kind: 'upsert', set: 'Catalog_Дома', raw: { Code: '1' } }])
})

test('rows, complex values and plain collections come as in JSON', async () => {
  const properties = `
    <Ряды p:type="Collection(StandardODATA.X_RowType)"><element><LineNumber>1</LineNumber><element>!</element></element></Ряды>
    <БезТипа><element><A>1</A></element><element><A>2</A></element></БезТипа>
    <element>свой</element>
    <Тип><Digits>10</Digits></Тип>
    <Типы p:type="Collection(Edm.String)"><element>a</element></Типы>`
  expect(await read(feed(entry('Catalog_Дома', properties)))).toEqual([
    {
      kind: 'upsert',
      set: 'Catalog_Дома',
      raw: {
        Ряды: [{ LineNumber: '1', element: '!' }],
        БезТипа: [{ A: '1' }, { A: '2' }],
        element: 'свой',
        Тип: { Digits: '10' },
        Типы: [{ Value: 'a' }],
      },
    },
  ])
})

test('a record set of a single kind of recorder has no type beside it', async () => {
  const properties = `<Recorder_Key>${order}</Recorder_Key><RecordSet p:type="Collection(X)"><element><Сумма>5</Сумма></element></RecordSet>`
  expect(await read(feed(entry('AccumulationRegister_Расчеты', properties)))).toEqual([
    {
      kind: 'record-set',
      set: 'AccumulationRegister_Расчеты',
      recorder: order,
      recorderType: null,
      rows: [{ Сумма: '5' }],
    },
  ])
})

test.for([
  [`ref="http://host/base/odata/standard.odata/Catalog_Дома(guid'${order}')"`, '', 'Catalog_Дома', order],
  [`ref="Catalog_Дома(guid'${order.toUpperCase()}')"`, '', 'Catalog_Дома', order],
  [`ref="${encodeURI(`http://host/Catalog_Дома(guid'${order}')`)}"`, '', 'Catalog_Дома', order],
  [`ref="Catalog_Дома(Ref_Key=guid'${order}')"`, '', 'Catalog_Дома', order],
  [`ref="urn:uuid:${order}"`, '<a:category term="StandardODATA.Catalog_Дома"/>', 'Catalog_Дома', order],
  [`t:ref="${order}"`, '', null, order],
  ['', `<a:id>Catalog_Дома(guid'${order}')</a:id>`, 'Catalog_Дома', order],
  [
    `ref="InformationRegister_Цены(Period=datetime'2026-01-01T00:00:00', Дом_Key=guid'${order}')"`,
    '',
    'InformationRegister_Цены',
    `Period=datetime'2026-01-01T00:00:00', Дом_Key=guid'${order}'`,
  ],
] as const)('a deletion is told from %s %s', async ([attributes, inside, set, ref]) => {
  const tombstone = `<t:deleted-entry ${attributes} when="2026-11-24T09:30:00">${inside}</t:deleted-entry>`
  expect(await read(feed(tombstone))).toEqual([{ kind: 'deleted', set, ref }])
})

test('half a document, another document and no document are failures', async () => {
  const whole = feed(entry('Catalog_Дома', '<Code>1</Code>'))
  for (const text of [whole.slice(0, -3), '<html/>', '', feed('<a:entry/>')]) await expect(read(text)).rejects.toThrow()
})
