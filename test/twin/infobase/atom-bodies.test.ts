import { expect, test } from 'vitest'
import { errorOf, publish } from './published.ts'
import { box, folder, goods, seedShop, shop, tea } from './shop.ts'

const published = () => publish({ configuration: shop, seed: seedShop })
const atom = { 'Content-Type': 'application/atom+xml' }
const namespaces =
  'xmlns:d="http://schemas.microsoft.com/ado/2007/08/dataservices" xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"'

/** The entry of the developer guide, with other goods in it. */
const entry = (properties: string, links = '') => `<entry>
  <category term="StandardODATA.Catalog_Номенклатура" scheme="http://schemas.microsoft.com/ado/2007/08/dataservices/scheme"/>
  <title type="text"/>
  <author/>
  ${links}
  <content type="application/xml"><m:properties ${namespaces}>${properties}</m:properties></content>
</entry>`

test('an object is created from an Atom entry and answered as one', async () => {
  const { ask, base } = await published()
  const body = entry(`<d:DeletionMark>false</d:DeletionMark>
    <d:Parent_Key>${folder}</d:Parent_Key>
    <d:Description>Шлепанцы &lt;пляжные&gt;</d:Description>
    <d:Артикул/>
    <d:Цена>12.5</d:Цена>
    <d:Весовой>true</d:Весовой>
    <d:ДатаВвода m:null="true"/>
    <d:Небылица>1</d:Небылица>`)
  const answer = await ask(`/${goods}`, {}, { method: 'POST', body, headers: atom })
  expect([answer.status, answer.type]).toEqual([201, 'application/atom+xml;type=entry;charset=utf-8'])
  const key = /guid'([\w-]+)'/.exec(answer.text)?.[1] ?? ''
  expect(base.get(goods, key)).toMatchObject({
    Description: 'Шлепанцы <пляжные>',
    Parent_Key: folder,
    Артикул: '',
    Цена: 12.5,
    Весовой: true,
    ДатаВвода: '0001-01-01T00:00:00',
  })
})

test('an entry read from the server may be sent back, rows and all', async () => {
  const { ask, base } = await published()
  const read = await ask(`/${goods}(guid'${tea}')`)
  const before = base.get(goods, tea)
  const body = read.text.replace('<d:Вес>100</d:Вес>', '<d:Вес>7</d:Вес>').replace('Крепость', 'Сила')
  const answer = await ask(`/${goods}(guid'${tea}')`, {}, { method: 'PATCH', body, headers: atom })
  expect(answer.status).toBe(200)
  expect(base.get(goods, tea)).toEqual({
    ...before,
    DataVersion: 'AAAAAAAAAAE=',
    Вес: 7,
    Свойства: [
      { LineNumber: 1, Имя: 'Сорт', Значение: 1 },
      { LineNumber: 2, Имя: 'Сила', Значение: 2.5 },
    ],
  })
})

test('a link to another object sets the reference', async () => {
  const { ask, base } = await published()
  const rel = 'http://schemas.microsoft.com/ado/2007/08/dataservices/related/ОсновнаяЕдиница'
  const link = `<link rel="${rel}" href="Catalog_Единицы(guid'${box}')" type="application/atom+xml;type=entry" title="x"/>`
  const body = entry('<d:Description>Ящик</d:Description>', link)
  const answer = await ask(`/${goods}`, {}, { method: 'POST', body, headers: atom })
  const key = /guid'([\w-]+)'/.exec(answer.text)?.[1] ?? ''
  expect(base.get(goods, key)).toMatchObject({ ОсновнаяЕдиница_Key: box })
})

test.each(['<entry', '<feed/>', '<entry><content/></entry>'])('%s is a bad request', async (body) => {
  const { ask } = await published()
  const answer = await ask(`/${goods}`, { $format: 'json' }, { method: 'POST', body, headers: atom })
  expect(errorOf(answer)).toMatchObject({ status: 400, code: '2' })
})
